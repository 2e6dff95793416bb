/** `Blog post` → `BlogPost`: what the API can call one entry of a model. */
export function singularOf(name: string): string {
  const joined = wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return joined.replace(/^\d+/, '')
}

/** What the API can call many: an English plural, or at least another name. */
export function pluralOf(singular: string): string {
  if (!singular) return ''
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`
}

/** `Published on` → `publishedOn`. */
export function fieldIdOf(label: string): string {
  const joined = singularOf(label)
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
