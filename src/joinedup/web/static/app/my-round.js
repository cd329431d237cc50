// A carer's phone may have no signal: what they tell is kept on it, with the moment, until the server has it.
// Told twice it counts once there, so sending again is harmless. Without JavaScript the forms are sent as they are.
const status = document.querySelector("[data-unsent]")
const known = document.querySelector("[data-refused-known]")
const KEY = `my-round:${status.dataset.carer}`
const SECONDS_BETWEEN = 20
const DOUBLE_TAP_SECONDS = 2 // "Check out" comes where "Check in" was: a second tap is not meant for it
const NAMED = { arrived: "Check in", left: "Check out", "running-late": "Running late" }
let isSending = false
const sent = [] // while this page is open: it shows them only once it is loaded again

const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "[]")
const keep = (told) => localStorage.setItem(KEY, JSON.stringify(told))
const unsent = () => kept().filter((one) => !one.refused)
const refused = () => kept().filter((one) => one.refused)
const isSame = (one, other) => one.action === other.action && one.body === other.body
const kindOf = (told) => new URL(told.action).pathname.split("/").at(-2)
const clock = (told) => {
  const at = new Date(new URLSearchParams(told.body).get("happened_at"))
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
}

function say(words) {
  status.hidden = !words
  status.textContent = words
}

// What is not sent, and what the server refused: that stays until the carer says that they have read it.
function sayHowItStands() {
  const count = unsent().length
  const told = count === 1 ? "One message is" : `${count} messages are`
  const waiting = `${told} not sent yet. Kept on this phone with the time, and sent when there is signal. If you were signed out, sign in again.`
  const lost = refused().map((one) => `${NAMED[kindOf(one)] ?? "A message"} at ${clock(one)} was not taken: ${one.refused}`)
  if (lost.length) lost.push("Tell your scheduler.")
  known.hidden = !lost.length
  say([...lost, ...(count ? [waiting] : [])].join(" "))
}

// An answer of "sent" or "later", or with the words of a refusal: the server has judged it; not again.
async function send(told) {
  const body = new URLSearchParams(told.body)
  const token = document.querySelector("[name=csrfmiddlewaretoken]")
  if (token) body.set("csrfmiddlewaretoken", token.value) // of this session: the one kept may be of an earlier one
  try {
    const answer = await fetch(told.action, { method: "POST", body, headers: { "X-Told-By": "script" } })
    if (new URL(answer.url).pathname.startsWith("/sign-in")) return { is: "later" }
    if (answer.status >= 500 || answer.status === 403) return { is: "later" }
    if (answer.ok) return { is: "sent" }
    const isInWords = answer.headers.get("Content-Type")?.startsWith("text/plain")
    return { is: "refused", words: isInWords ? await answer.text() : "This call is not known any more." }
  } catch {
    return { is: "later" }
  }
}

async function sendAll() {
  if (isSending || !unsent().length) return
  isSending = true
  while (unsent().length) {
    const [told] = unsent()
    const { is, words } = await send(told)
    if (is === "later") break
    if (is === "sent") sent.push(told)
    const others = (one) => !isSame(one, told) // by what it is: more may have been pressed meanwhile
    keep(is === "sent" ? kept().filter(others) : kept().map((one) => (others(one) ? one : { ...one, refused: words })))
  }
  isSending = false
  if (sent.length && !unsent().length) return location.reload()
  sayHowItStands()
  showOnCards()
}

// Once arrived, a carer can leave, whether the server knows of it yet or not.
function showOnCards() {
  for (const card of document.querySelectorAll("[data-to-come]")) {
    const told = [...sent, ...unsent()].filter((one) => [...card.querySelectorAll("form")].some((form) => form.action === one.action))
    const arrived = told.find((one) => kindOf(one) === "arrived")
    const left = told.find((one) => kindOf(one) === "left")
    card.querySelector("[data-before]").hidden = Boolean(arrived)
    card.querySelector("[data-after]").hidden = !arrived || Boolean(left)
    const said = card.querySelector("[data-kept]")
    said.hidden = !arrived
    const words = arrived ? `Checked in at ${clock(arrived)}${left ? `, checked out at ${clock(left)}` : ""}` : ""
    said.textContent = told.some((one) => !sent.includes(one)) ? `${words}; not sent yet.` : words
  }
}

function isDoubleTap(form) {
  const visit = form.action.replace(/[^/]+\/$/, "")
  const arrived = kindOf(form) === "left" && [...sent, ...unsent()].find((one) => one.action === `${visit}arrived/`)
  const at = arrived && new Date(new URLSearchParams(arrived.body).get("happened_at"))
  return Boolean(arrived) && Date.now() - at < DOUBLE_TAP_SECONDS * 1000
}

for (const form of document.querySelectorAll("[data-tell]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    if (isDoubleTap(form)) return
    form.elements.happened_at.value = new Date().toISOString()
    const told = { action: form.action, body: new URLSearchParams(new FormData(form)).toString() }
    const isLate = kindOf(told) === "running-late"
    const before = unsent().some((one) => one.action === told.action)
    // who arrived or left did so when they first said it; how late they run may change
    if (isLate) keep([...kept().filter((one) => one.refused || one.action !== told.action), told])
    else if (!before) keep([...kept(), told])
    showOnCards()
    if (!isLate) form.closest("[data-to-come]")?.querySelector("[data-kept]").focus() // what was pressed is gone
    say("Sending")
    sendAll()
  })
}

known.addEventListener("click", () => {
  keep(unsent())
  sayHowItStands()
})
addEventListener("online", sendAll)
setInterval(sendAll, SECONDS_BETWEEN * 1000)
sayHowItStands()
showOnCards()
sendAll()
