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
/** What comes when somebody asks for it, or once the first screen stands. */
const LATER = [
  'admin-okta/src/widget.ts',
  'entries/rich-text-editor.tsx',
  'shell/command-palette.tsx',
  'shell/shortcut-sheet.tsx',
  'shell/tenant-choice.tsx',
  'ui/json-editor.tsx',
  'ui/menu.tsx',
  'ui/tips.tsx',
  'ui/toasts.tsx',
]

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(path.join(DIST, '.vite/manifest.json'), 'utf8'),
)
const loaded = new Set<string>()
FIRST.forEach(load)

const files = [...loaded].map((name) => manifest[name]?.file ?? '')
const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
console.log(`First load: ${(bytes / 1000).toFixed(1)} kB of JavaScript, gzipped.`)
if (bytes > BUDGET_KILOBYTES * 1000) throw new Error(`More than ${BUDGET_KILOBYTES} kB.`)

for (const part of LATER) {
  const names = Object.keys(manifest).filter((name) => name.endsWith(part))
  if (names.length === 0) throw new Error(`"${part}" has no chunk of its own any more.`)
  if (names.some((name) => loaded.has(name)))
    throw new Error(`"${part}" is loaded before anybody asks for it.`)
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
