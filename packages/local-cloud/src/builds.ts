import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

export interface Build {
  name: string
  /** Where the command runs. */
  folder: string
  /** A Node program and its arguments. */
  command: readonly string[]
  /** The file that the build writes last, or at least each time. */
  result: string
  /** The folders that it is made of. */
  sources: readonly string[]
}

const IGNORED = ['**/node_modules/**', '**/dist/**', '**/*.test.*']

/** The bundles that the infrastructure program refers to. */
export const buildsIn = (root: string): { api: Build; admin: Build } => {
  const packages = globSync('packages/*/src', { cwd: root }).map((it) => join(root, it))
  const [api, admin] = [join(root, 'apps/api'), join(root, 'apps/admin')]
  return {
    api: {
      name: 'the API',
      folder: api,
      command: ['build.ts'],
      result: join(api, 'dist/headless-cms/index.mjs'),
      sources: [join(api, 'src'), ...packages],
    },
    admin: {
      name: 'the admin',
      folder: admin,
      command: [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
      result: join(admin, 'dist/index.html'),
      sources: [admin, ...packages],
    },
  }
}

/** Builds, unless nothing has changed since it was built last. */
export async function ensureBuilt(build: Build, signal: AbortSignal): Promise<void> {
  if (!isCurrent(build)) await run(build, signal)
}

/** @throws {StartError} with what the build printed. */
export async function run({ name, folder, command }: Build, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [...command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new StartError(`Building ${name} failed:\n${printed.trim()}`)
}

/** Builds after each change of the sources, one build at a time. */
export function rebuildOnChange(build: Build, built: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const rebuild = () => {
    last = last.then(() => run(build)).then(built, (error: Error) => console.error(error.message))
  }
  const watchers = build.sources.map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (file?.includes('.test.')) return
      clearTimeout(timer)
      timer = setTimeout(rebuild, 100) // editors write a file in several steps
    }),
  )
  return {
    close() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}

function isCurrent({ result, sources }: Build): boolean {
  if (!existsSync(result)) return false
  const { mtimeMs } = statSync(result)
  return sources.every((folder) =>
    globSync('**/*.*', { cwd: folder, exclude: IGNORED }).every(
      (file) => statSync(join(folder, file)).mtimeMs < mtimeMs,
    ),
  )
}
