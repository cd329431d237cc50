// Asks every second how far the plan is; once it is there, the page is loaded anew. Without JavaScript it reloads itself.
const SECONDS_BETWEEN = 1
const place = document.querySelector("[data-replan]")

async function look() {
  try {
    const answer = await fetch(place.dataset.replan)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const then = page.querySelector("[data-replan]")
    if (!answer.ok || answer.redirected || !then) return location.reload()
    if (then.innerHTML !== place.innerHTML) place.replaceChildren(...then.childNodes)
  } catch {
    // no connection just now: asked again
  }
  setTimeout(look, SECONDS_BETWEEN * 1000)
}

setTimeout(look, SECONDS_BETWEEN * 1000)
