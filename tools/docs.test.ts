import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const tests = globSync('{apps,packages,infra,tools}/**/*.test.{ts,tsx}', {
  cwd: root,
  exclude: ['**/node_modules'],
})

test.each(readdirSync(join(root, 'docs')).filter((it) => it.endsWith('.md')))(
  'docs/%s names tests that there are',
  (file) => {
    const text = readFileSync(join(root, 'docs', file), 'utf8')
    const named = [...text.matchAll(/`([\w/.*-]+\.test\.tsx?)`/g)].map(([, name = '']) => name)

    const missing = named.filter((name) => !tests.some((it) => matchesGlob(it, `**/${name}`)))

    expect(missing).toEqual([])
  },
)
