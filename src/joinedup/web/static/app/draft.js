// Keeps what somebody types as their draft on the server, so that a lost connection takes nothing.
// Nothing is kept in the browser: machines are shared. Without this script the button "Keep as my draft" does the same.
const QUIET = 4000 // milliseconds without a key before it is kept
const AGAIN = 15000 // between tries when the service cannot be reached

function keepDraftOf(form) {
  const words = form.querySelector("[data-draft-words]")
  let waiting = 0
  let kept = content()
  let isSending = false

  function content() {
    return new URLSearchParams(new FormData(form)).toString()
  }

  function wait(milliseconds) {
    clearTimeout(waiting)
    waiting = setTimeout(keep, milliseconds)
  }

  async function keep() {
    const now = content()
    if (now === kept || isSending) return
    try {
      const answer = await fetch(document.URL, {
        method: "POST",
        body: new URLSearchParams(`${now}&draft=quietly`),
        redirect: "manual",
      })
      if (answer.ok || answer.status === 413) {
        kept = now
        words.textContent = (await answer.json()).words
      } else words.textContent = "Your draft could not be kept: you may have been signed out. Copy what you typed before you go on."
    } catch {
      words.textContent = "The service cannot be reached. Your draft is kept as soon as it can be again."
      wait(AGAIN)
    }
  }

  form.addEventListener("input", () => wait(QUIET))
  form.addEventListener("submit", () => {
    isSending = true
    clearTimeout(waiting)
  })
  window.addEventListener("pageshow", () => (isSending = false))
  window.addEventListener("online", keep)
}

document.querySelectorAll("form[data-draft]").forEach(keepDraftOf)
