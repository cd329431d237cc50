// Asks who runs late while somebody is at the day's page, and says so when another carer does.
// Whoever has not touched anything for some minutes is not asked for: a session must be able to end.
const place = document.querySelector("[data-late]")
const SECONDS_BETWEEN = 15
const MINUTES_AT_WORK = 5
let touchedAt = Date.now()

for (const kind of ["pointermove", "keydown", "scroll"]) addEventListener(kind, () => (touchedAt = Date.now()), { passive: true })

async function look() {
  if (document.hidden || Date.now() - touchedAt > MINUTES_AT_WORK * 60_000) return
  try {
    const answer = await fetch(place.dataset.late)
    if (!answer.ok || answer.redirected) return
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").body
    const count = said.querySelectorAll("li").length
    if (count !== Number(place.dataset.known)) {
      place.dataset.known = count
      place.replaceChildren(...said.childNodes)
    }
  } catch {
    // no connection just now: asked again
  }
}

setInterval(look, SECONDS_BETWEEN * 1000)
