import { statSync } from 'node:fs'
import { type Plugin, rolldown } from 'rolldown'

const MAX_BYTES = 1_100_000

/** A Lambda finds its credentials in its environment: it need not read how to find them elsewhere. */
const CREDENTIALS = '@aws-sdk/credential-provider-node'
const credentialsOfLambda: Plugin = {
  name: 'credentials-of-lambda',
  async resolveId(source, importer) {
    if (source !== CREDENTIALS) return null
    const all = await this.resolve(source, importer, { skipSelf: true })
    const own = await this.resolve('@aws-sdk/credential-provider-env', all?.id)
    return own && `${own.id}?${CREDENTIALS}`
  },
  load(id) {
    const [own, asked] = id.split('?')
    return asked === CREDENTIALS
      ? `export { fromEnv as defaultProvider } from ${JSON.stringify(own)}`
      : null
  },
}

/** Each Lambda is one file with all it needs, the SDK too: a cold start reads it once. */
async function build(name: string): Promise<void> {
  const bundle = await rolldown({
    input: `src/${name}.handler.ts`,
    cwd: import.meta.dirname,
    platform: 'node',
    resolve: {
      mainFields: ['module', 'main'],
      // Node has all of the Fetch API itself.
      alias: { '@whatwg-node/fetch': '@whatwg-node/fetch/dist/global-ponyfill.js' },
    },
    plugins: [credentialsOfLambda],
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
