// Runs in the process of one Lambda environment: loads the handler, then answers one event at a time.
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import type { Invocation, Outcome } from './lambda-environment.ts'

const [file = '', name = ''] = process.argv.slice(2)
const bundle: Record<string, unknown> = await import(pathToFileURL(file).href)
const handler = bundle[name]
if (typeof handler !== 'function') throw new Error(`${file} does not export the function ${name}.`)

process.on('message', ({ id, event, context, deadline }: Invocation) => {
  const getRemainingTimeInMillis = () => deadline - Date.now()
  const answer = (outcome: Outcome) => process.send?.(outcome)
  Promise.resolve()
    .then(() => handler(event, { ...context, awsRequestId: id, getRemainingTimeInMillis }))
    .then((result: unknown) => answer({ id, result }))
    .catch((error: unknown) => answer({ id, error: inspect(error) }))
})
// An environment does not outlive its cloud, however that came to its end.
process.on('disconnect', () => process.exit())
