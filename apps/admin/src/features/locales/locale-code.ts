/** Language, perhaps script, perhaps country or region: as the API takes them. */
const CODE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/

/** Writes a code as it is written everywhere: `EN_us` is `en-US`. What is no code stays. */
export function tidied(code: string): string {
  const parts = code.trim().split(/[-_]/)
  const tidy = parts.map((part, index) => {
    if (index === 0) return part.toLowerCase()
    if (part.length === 4) return part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()
    return part.toUpperCase()
  })
  return tidy.join('-')
}

/** Why a code cannot be that of a new locale. */
export function codeProblem(code: string, taken: readonly string[]): string | null {
  const tidy = tidied(code)
  if (!tidy) return 'A locale needs a code.'
  if (!CODE.test(tidy)) return 'Use a language, and a country if it matters: de, en-US, pt-BR.'
  return taken.includes(tidy) ? `There is a locale ${tidy} already.` : null
}

/** The language and country that a code stands for; `undefined` if it is none that is known. */
export function nameOf(code: string): string | undefined {
  if (!CODE.test(code)) return undefined
  const name = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code)
  return name === undefined || name === code ? undefined : name
}
