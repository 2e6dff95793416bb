/** The name of what shows only an icon: to be heard, and to be seen beside it. */
export const named = (label: string) => ({
  'aria-label': label,
  'data-tip': label,
  'data-tip-at': 'right',
})
