// Dragging a call to another carer or time leads to the page that says what it would do. Nothing changes here.
const picture = document.querySelector("[data-timeline]")
const STEP_MINUTES = 5
const FEWEST_UNITS = 4 // a smaller movement is a click

if (picture) {
  const { top, row, scale } = Object.fromEntries(
    Object.entries(picture.dataset).map(([name, value]) => [name, Number(value)]),
  )
  const carers = [...picture.querySelectorAll("g[data-carer]")].map((one) => one.dataset.carer)
  const clock = (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

  const placeOf = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse())

  for (const call of picture.querySelectorAll("a[data-visit]")) {
    let from = null
    let moved = false
    call.addEventListener("dragstart", (event) => event.preventDefault())
    call.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button) return // a finger scrolls the picture
      from = placeOf(event)
      moved = false
      call.setPointerCapture(event.pointerId)
    })
    call.addEventListener("pointermove", (event) => {
      if (!from) return
      const to = placeOf(event)
      moved ||= Math.hypot(to.x - from.x, to.y - from.y) > FEWEST_UNITS
      if (moved) call.setAttribute("transform", `translate(${to.x - from.x} ${to.y - from.y})`)
    })
    call.addEventListener("pointerup", (event) => {
      if (!from || !moved) return (from = null)
      const to = placeOf(event)
      const start = Number(call.dataset.start) + (to.x - from.x) / scale
      const snapped = Math.max(0, Math.round(start / STEP_MINUTES) * STEP_MINUTES)
      const number = Math.min(Math.max(Math.floor((to.y - top) / row), 0), carers.length - 1)
      const others = call.dataset.others.split(" ").filter((one) => one && one !== carers[number])
      const asked = new URLSearchParams({ carer_1: carers[number], start: clock(snapped), is_fixed: "on" })
      if (others.length) asked.set("carer_2", others[0])
      location.assign(`${call.getAttribute("href")}?${asked}`)
    })
    call.addEventListener("pointercancel", () => {
      from = null
      call.removeAttribute("transform")
    })
    call.addEventListener("click", (event) => {
      if (moved) event.preventDefault()
    })
  }
}
