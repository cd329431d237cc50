// A carer's phone may have no signal: what they tell is kept on it, with the moment, until the server has it.
// Told twice it counts once there, so sending again is harmless. Without JavaScript the forms are sent as they are.
const status = document.querySelector("[data-unsent]")
const KEY = `my-round:${status.dataset.carer}`
const SECONDS_BETWEEN = 20
let isSending = false

const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "[]")
const keep = (told) => localStorage.setItem(KEY, JSON.stringify(told))

function say(words) {
  status.hidden = !words
  status.textContent = words
}

// "sent", "refused" (the server has judged it; not again), or "later".
async function send(told) {
  const body = new URLSearchParams(told.body)
  const token = document.querySelector("[name=csrfmiddlewaretoken]")
  if (token) body.set("csrfmiddlewaretoken", token.value) // of this session: the one kept may be of an earlier one
  try {
    const answer = await fetch(told.action, { method: "POST", body, redirect: "follow" })
    if (new URL(answer.url).pathname.startsWith("/sign-in")) return "later"
    if (answer.status >= 500 || answer.status === 403) return "later"
    return answer.ok ? "sent" : "refused"
  } catch {
    return "later"
  }
}

async function sendAll() {
  if (isSending || !kept().length) return
  isSending = true
  let left = kept()
  while (left.length) {
    if ((await send(left[0])) === "later") break
    left = kept().slice(1)
    keep(left)
  }
  isSending = false
  if (!left.length) return location.reload()
  const count = left.length === 1 ? "One message is" : `${left.length} messages are`
  say(`${count} not sent yet. Kept on this phone with the time, and sent when there is signal. If you were signed out, sign in again.`)
}

for (const form of document.querySelectorAll("[data-tell]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    form.elements.happened_at.value = new Date().toISOString()
    const body = new URLSearchParams(new FormData(form)).toString()
    keep([...kept().filter((one) => one.action !== form.action), { action: form.action, body }])
    say("Sending")
    sendAll()
  })
}

addEventListener("online", sendAll)
setInterval(sendAll, SECONDS_BETWEEN * 1000)
sendAll()
