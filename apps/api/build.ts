import { statSync } from 'node:fs'
import { rolldown } from 'rolldown'

const MAX_BYTES = 1_100_000

/** Each Lambda is one file with all it needs, the SDK too: a cold start reads it once. */
async function build(name: string): Promise<void> {
  const bundle = await rolldown({
    input: `src/${name}.handler.ts`,
    cwd: import.meta.dirname,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
  })
  const file = `dist/${name}/index.mjs`
  await bundle.write({ file, format: 'esm', minify: true, codeSplitting: false })
  await bundle.close()

  const { size } = statSync(new URL(file, import.meta.url))
  if (size > MAX_BYTES)
    throw new Error(`${file} has ${size} bytes, more than its budget of ${MAX_BYTES}.`)
  console.log(`${file}: ${(size / 1000).toFixed(0)} kB of at most ${MAX_BYTES / 1000} kB`)
}

for (const name of ['graphql', 'stream', 'indexing', 'headless-cms']) await build(name)
