// Fills the list under the search box while somebody types. Without it the box works all the same.
const box = document.getElementById("q")
const list = document.getElementById("q-list")
const PAUSE_MILLISECONDS = 150
let waiting = 0
let asked = 0

async function suggest() {
  const mine = ++asked
  const typed = box.value.trim()
  if (typed.length < 2 || typed.length > 60) return list.replaceChildren()
  const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`).catch(() => null)
  if (!answer || !answer.ok || mine !== asked) return
  const { suggestions } = await answer.json()
  list.replaceChildren(...suggestions.map((words) => Object.assign(document.createElement("option"), { value: words })))
}

box?.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(suggest, PAUSE_MILLISECONDS)
})
