import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob, matchGlob } from './glob.ts'

const match = (pattern: string, text: string) => matchGlob(compileGlob(pattern), text)

test.each([
  ['editors', 'editors', []],
  ['editors', 'editors2', undefined],
  ['editors', 'the editors', undefined],
  ['*', '', ['']],
  ['**', 'a', ['', 'a']],
  ['cms-*', 'cms-editors', ['editors']],
  ['cms-*', 'xcms-editors', undefined],
  ['*-editors', 'cms-de-editors', ['cms-de']],
  ['cms-*-*', 'cms-de-editors-all', ['de', 'editors-all']],
  ['a*a', 'a', undefined],
  ['?', '', undefined],
  ['??', 'ab', []],
  ['*?', '𝒳', ['']],
  ['?', '\uffff', []],
  ['?*', '𝒳y', ['y']],
  ['*-?', 'a-b-𝒳', ['a-b']],
  ['a.c', 'abc', undefined],
  ['[a]', 'a', undefined],
])('%s against "%s" gives %j', (pattern, text, expected) => {
  expect(match(pattern, text)).toEqual(expected)
})

/** What is meant, in the plainest way: each star takes as little as it can. */
function reference(pattern: readonly string[], text: readonly string[]): string[] | undefined {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0 ? [] : undefined
  if (first !== '*')
    return text.length > 0 && (first === '?' || first === text[0])
      ? reference(rest, text.slice(1))
      : undefined
  for (let length = 0; length <= text.length; length++) {
    const stars = reference(rest, text.slice(length))
    if (stars) return [text.slice(0, length).join(''), ...stars]
  }
  return undefined
}

test('whatever the pattern and the text, it finds what the plainest search finds', () => {
  const patterns = string({ unit: constantFrom('a', 'b', '*', '?', '𝒳'), maxLength: 8 })
  const texts = string({ unit: constantFrom('a', 'b', '𝒳'), maxLength: 10 })
  assert(
    property(patterns, texts, (pattern, text) => {
      expect(match(pattern, text)).toEqual(reference([...pattern], [...text]))
    }),
    { numRuns: 5000 },
  )
})

test.each(['*a'.repeat(99) + 'b', '*?a'.repeat(60) + 'b', '*aaaaaaaa?'.repeat(15) + 'b'])(
  'a pattern that is made to take long is done at once: %.20s…',
  (pattern) => {
    const glob = compileGlob(pattern)
    // Whoever tried again what did not fit would be here for years.
    for (let n = 0; n < 20; n++) expect(matchGlob(glob, 'a'.repeat(8000))).toBeUndefined()
  },
)
