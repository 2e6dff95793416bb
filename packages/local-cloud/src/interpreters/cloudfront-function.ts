import { createContext, runInContext } from 'node:vm'
import { z } from 'zod'
import { declared } from '../graph.ts'
import type { Graph } from '../graph.ts'
import type { HttpRequest } from '../http.ts'

/** The edge counts its own time and allows less; a clock on a busy machine must not end a request. */
const TIME_LIMIT_MILLISECONDS = 1000

const FUNCTIONS = {
  inputs: z.strictObject({
    runtime: z.literal('cloudfront-js-2.0'),
    publish: z.literal(true),
    code: z.string().max(10_240),
  }),
  outputs: z.looseObject({ arn: z.string() }),
}
// All that a function of ours may change; an answer of its own would need more of us here.
const Rewritten = z.looseObject({ uri: z.string().startsWith('/') })

/** What a request becomes by the functions of a behaviour, one after the other. */
export function edgeFunctions(
  graph: Graph,
  arns: readonly string[],
): (request: HttpRequest) => HttpRequest {
  const all = declared(graph, 'aws:cloudfront/function:Function', FUNCTIONS)
  const associated = arns.map((arn) => {
    const found = all.find(({ outputs }) => outputs.arn === arn)
    if (!found) throw new Error(`A behavior names the function ${arn}, which is not declared.`)
    return rewriter(found.inputs.code)
  })
  return (request) => associated.reduce((current, rewrite) => rewrite(current), request)
}

/** Runs the code as the edge does: alone, without Node's globals, within a time limit. */
function rewriter(code: string): (request: HttpRequest) => HttpRequest {
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
  })
  runInContext(code, context)
  return (request) => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, { value }])
    const event = {
      version: '1.0',
      context: { eventType: 'viewer-request' },
      viewer: { ip: '127.0.0.1' },
      request: { method: request.method, uri: request.path, headers: Object.fromEntries(headers) },
    }
    const call = `JSON.stringify(handler(${JSON.stringify(event)}))`
    const options = { timeout: TIME_LIMIT_MILLISECONDS }
    const { uri } = Rewritten.parse(JSON.parse(String(runInContext(call, context, options))))
    return { ...request, path: uri }
  }
}
