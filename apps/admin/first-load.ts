import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  imports?: string[]
  isEntry?: boolean
}

const BUDGET_KILOBYTES = 260
const DIST = path.join(import.meta.dirname, 'dist')
/** What a signed-in person loads for the first screen. */
const FIRST = ['index.html', 'src/App.tsx', 'src/features/overview/overview-screen.tsx']

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(path.join(DIST, '.vite/manifest.json'), 'utf8'),
)
const loaded = new Set<string>()
FIRST.forEach(load)

const files = [...loaded].map((name) => manifest[name]?.file ?? '')
const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
console.log(`First load: ${(bytes / 1000).toFixed(1)} kB of JavaScript, gzipped.`)
if (bytes > BUDGET_KILOBYTES * 1000) throw new Error(`More than ${BUDGET_KILOBYTES} kB.`)

const lazy = /okta-signin-widget|admin-okta\/src\/widget|json-editor|command-palette/
const early = [...loaded].filter((name) => lazy.test(name))
if (early.length > 0) throw new Error(`Loaded before anybody asks for it: ${early.join(', ')}`)
if (!Object.keys(manifest).some((name) => /admin-okta\/src\/widget/.test(name))) {
  throw new Error('The Sign-In Widget has no chunk of its own any more.')
}

function load(name: string): void {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`The build has no "${name}".`)
  if (loaded.has(name)) return
  loaded.add(name)
  chunk.imports?.forEach(load)
}

function sizeOf(file: string): number {
  return gzipSync(readFileSync(path.join(DIST, file))).length
}
