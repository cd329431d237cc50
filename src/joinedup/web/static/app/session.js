// Tells whoever is signed in before their session ends, and lets them stay (WCAG 2.2.1).
// The server alone decides when a session ends; this only counts down what the server said.
const dialog = document.getElementById("session")
const part = (name) => dialog.querySelector(`[data-${name}]`)
const warnFor = Number(dialog.dataset.warnSeconds)
const others = "BroadcastChannel" in window ? new BroadcastChannel("session") : null
const SPOKEN = [120, 60, 30, 10] // seconds left at which a screen reader says so
let idleAt = 0
let wholeAt = 0
let warnedOfWhole = false
let lastSpoken = Infinity
let lastFocused = null

function know(limits) {
  const now = Date.now()
  idleAt = now + limits.idle_seconds * 1000
  wholeAt = now + limits.whole_seconds * 1000
}

function words(seconds) {
  const minutes = Math.floor(seconds / 60)
  if (seconds >= 60 && seconds % 60 === 0) return minutes === 1 ? "1 minute" : `${minutes} minutes`
  const rest = `${seconds % 60} second${seconds % 60 === 1 ? "" : "s"}`
  return minutes ? `${minutes} minute${minutes === 1 ? "" : "s"} ${rest}` : rest
}

function warn(isWhole) {
  lastFocused = document.activeElement
  lastSpoken = Infinity
  part("when-idle").hidden = isWhole
  part("when-whole").hidden = !isWhole
  part("stay-signed-in").hidden = isWhole
  part("close").hidden = !isWhole
  dialog.showModal()
  part(isWhole ? "close" : "stay-signed-in").focus()
}

function close() {
  if (dialog.open) dialog.close()
  part("spoken").textContent = ""
  if (lastFocused && lastFocused.isConnected) lastFocused.focus()
}

function leave() {
  clearInterval(counting)
  location.replace(dialog.dataset.signIn)
}

async function stay() {
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value
  try {
    const answer = await fetch(dialog.dataset.stay, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      redirect: "manual",
    })
    if (!answer.ok) return leave() // signed out meanwhile
    const limits = await answer.json()
    know(limits)
    if (others) others.postMessage(limits)
    close()
  } catch {
    part("spoken").textContent = "The service could not be reached. Try again."
  }
}

function count() {
  const now = Date.now()
  const isWhole = wholeAt <= idleAt
  const left = Math.ceil((Math.min(idleAt, wholeAt) - now) / 1000)
  if (left < 0) return leave() // a second late: by then the server has ended it too
  if (left > warnFor) return
  part("left").textContent = words(left) // before it opens: a screen reader reads it with the dialog
  if (!dialog.open && !(isWhole && warnedOfWhole)) {
    warnedOfWhole = warnedOfWhole || isWhole
    warn(isWhole)
  }
  const mark = Math.min(...SPOKEN.filter((seconds) => left <= seconds))
  if (mark < lastSpoken && dialog.open) {
    lastSpoken = mark
    part("spoken").textContent = `You will be signed out in ${words(left)}.`
  }
}

know({ idle_seconds: Number(dialog.dataset.idleSeconds), whole_seconds: Number(dialog.dataset.wholeSeconds) })
if (others) {
  // another tab was used: the session is the same, so this page lasts longer too
  others.onmessage = ({ data }) => {
    know(data)
    if (Math.min(idleAt, wholeAt) - Date.now() > warnFor * 1000) close()
  }
  others.postMessage({ idle_seconds: Number(dialog.dataset.idleSeconds), whole_seconds: Number(dialog.dataset.wholeSeconds) })
}
part("stay-signed-in").addEventListener("click", stay)
part("close").addEventListener("click", close)
dialog.addEventListener("cancel", (event) => {
  event.preventDefault() // Escape means: go on working
  if (part("stay-signed-in").hidden) close()
  else stay()
})
const counting = setInterval(count, 1000)
count()
