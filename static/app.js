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
