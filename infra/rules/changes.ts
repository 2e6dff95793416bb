// What somebody could do to a graph.
import type { Graph, Resource } from '@tenantry/local-cloud'
import { at } from './reading.ts'

export interface Break {
  change: (graph: Graph) => void
  /** Whose deployment it is; dev unless told. */
  environment?: 'staging' | 'prod'
  /** The other rules that have to say something about it. */
  also?: readonly string[]
}

/** By its name, with its type before it where two have the same. */
export function resource({ resources }: Graph, key: string): Resource {
  const [found, ...others] = resources.filter(({ urn }) => urn.endsWith(`:${key}`))
  if (!found || others.length > 0) throw new Error(`There is not one ${key}.`)
  return found
}

/** Changes an input; without a value, takes it away. */
export const set = (key: string, path: string, value: unknown): Break => ({
  change: (graph) => put(resource(graph, key).inputs, path, value),
})

export const option = (key: string, name: keyof Resource, value: unknown): Break => ({
  change: (graph) => put(resource(graph, key), name, value),
})

export const edit = (key: string, path: string, change: (text: string) => string): Break => ({
  change(graph) {
    const { inputs } = resource(graph, key)
    const text = String(at(inputs, ...path.split('.')))
    if (change(text) === text) throw new Error(`Nothing changes in ${path} of ${key}.`)
    put(inputs, path, change(text))
  },
})

export const rewrite = (key: string, path: string, from: string | RegExp, to: string): Break =>
  edit(key, path, (text) => text.replace(from, to))

export const remove = (key: string): Break => ({
  change(graph) {
    const gone = resource(graph, key)
    graph.resources = graph.resources.filter((it) => it !== gone)
  },
})

function put(value: object, path: string, part: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = at(value, ...names)
  if (typeof holder !== 'object' || holder === null) throw new Error(`There is no ${path}.`)
  if (part === undefined) Reflect.deleteProperty(holder, last)
  else Reflect.set(holder, last, part)
}
