// Small comforts; every page works without them.

// A choice in a list of filters takes hold at once; the button stays for those without scripts.
document.addEventListener('change', (event) => {
  const form = event.target.closest?.('form[data-submit="change"]')
  if (form && event.target.matches('input[type="checkbox"], input[type="radio"], select')) form.requestSubmit()
})

// An address to copy is chosen whole.
document.addEventListener('focusin', (event) => {
  if (event.target.matches?.('input[data-select="all"]')) event.target.select()
})

// The inbox by keys: j and k go from request to request, x picks one, a and d lead to its decision; nothing is sent.
const cards = () => [...document.querySelectorAll('[data-request]')]
const KEYS = {
  j: (card) => goTo(cards()[cards().indexOf(card) + 1]),
  k: (card) => goTo(cards()[cards().indexOf(card) - 1]),
  x: (card) => card?.querySelector('input[form="bulk"]')?.click(),
  a: (card) => reveal(card?.querySelector('[name="note"]')),
  d: (card) => reveal(card?.querySelector('[name="reason"]')),
}
const goTo = (card) => {
  card?.setAttribute('tabindex', '-1')
  card?.focus()
}
const reveal = (field) => {
  for (let fold = field?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  field?.focus()
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return
  if (!Object.hasOwn(KEYS, event.key) || cards().length === 0) return
  event.preventDefault()
  KEYS[event.key](event.target.closest?.('[data-request]'))
})
