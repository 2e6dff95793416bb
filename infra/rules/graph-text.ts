import type { Graph, Resource } from '@tenantry/local-cloud'
import { ofType, placeOf } from './reading.ts'
import { PASSWORD } from './types.ts'

const WIDTH = 110

/**
 * A graph as a reviewer reads it: what is made, below its parent; what it is made for (`of`) and
 * what it waits for beside (`after`); whether it is kept; its inputs. No secret is in it.
 */
export function graphText(recorded: Graph): string {
  const graph = withoutNames(recorded)
  const below = ({ urn }: Resource): string[] =>
    graph.resources
      .filter(({ parent }) => parent === urn)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .flatMap((it) => [...linesOf(graph, it), ...indented(below(it))])
  const [stack] = graph.resources
  return stack ? below(stack).join('\n') : ''
}

/** What is different in a graph from another one: the lines of one (-) and of the other (+). */
export function differenceText(before: Graph, after: Graph): string {
  const [old, current] = [before, after].map(linesByResource)
  const keys = [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])].sort()
  return keys
    .flatMap((key) => {
      const [was, is] = [old?.get(key) ?? [], current?.get(key) ?? []]
      const changes = [
        ...was.filter((it) => !is.includes(it)).map((it) => `- ${it}`),
        ...is.filter((it) => !was.includes(it)).map((it) => `+ ${it}`),
      ]
      return changes.length > 0 ? [key, ...indented(changes)] : []
    })
    .join('\n')
}

function linesByResource(recorded: Graph): Map<string, string[]> {
  const graph = withoutNames(recorded)
  return new Map(
    graph.resources.map((it) => {
      const [head = '', ...lines] = linesOf(graph, it).map((line) => line.trim())
      return [keyOf(it), [head.slice(keyOf(it).length + 1), ...lines].filter(Boolean)]
    }),
  )
}

/** A copy with neither secrets nor the names that another stack has otherwise. */
function withoutNames(graph: Graph): Graph {
  const { project, environment } = placeOf(graph)
  const secrets = ofType(graph, PASSWORD).map(
    ({ name, outputs }) => [String(outputs['result']), `<${name}>`] as const,
  )
  const names = [...secrets, [`${project}-${environment.name}`, '<stack>'] as const]
  return JSON.parse(
    names.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(graph)),
  )
}

/** `lambda.Function graphql-function`, for example. */
function keyOf({ type, name }: Resource): string {
  const short = type.replace(/^aws:(\w+)\/.*:/, '$1.').replace(/^(tenantry|random):(.*:)?/, '')
  return `${short} ${name}`
}

function linesOf(graph: Graph, resource: Resource): string[] {
  const inputs = Object.entries(resource.inputs).filter(([name]) => !isReference(resource, name))
  const head = [keyOf(resource), ...optionsOf(graph, resource)].join(' ')
  return property(head, Object.fromEntries(inputs))
}

function optionsOf({ resources }: Graph, it: Resource): string[] {
  const named = (label: string, urns: readonly string[]) => {
    const names = resources.filter(({ urn }) => urns.includes(urn)).map(({ name }) => name)
    return names.length > 0 ? [`(${label} ${names.sort().join(', ')})`] : []
  }
  const used = Object.entries(it.propertyDependencies)
  const references = used.filter(([name]) => isReference(it, name)).flatMap(([, urns]) => urns)
  const implied = used.flatMap(([, urns]) => urns)
  return [
    ...(it.protect ? ['(protected)'] : []),
    ...(it.retainOnDelete ? ['(retained)'] : []),
    ...named('of', references),
    ...named(
      'after',
      it.dependsOn.filter((urn) => !implied.includes(urn)),
    ),
  ]
}

/** Whether an input says no more than whose name, id or ARN it is. */
const isReference = ({ inputs, propertyDependencies }: Resource, name: string) =>
  name in propertyDependencies && typeof inputs[name] === 'string' && !isJson(inputs[name])

/** On one line if it fits, else a line for each part. */
function property(label: string, value: unknown): string[] {
  const read: unknown = isJson(value) ? JSON.parse(value) : value
  const line = `${label} ${oneLine(read)}`.trimEnd()
  if (line.length <= WIDTH || typeof read !== 'object' || read === null) return [line]
  const parts = Object.entries(read).flatMap(([name, part]) =>
    property(Array.isArray(read) ? '-' : `${name}:`, part),
  )
  return [label, ...indented(parts)]
}

const isJson = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('{"')

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => `${name}: ${oneLine(part)}`)
    return parts.length > 0 ? `{ ${parts.join(', ')} }` : ''
  }
  const text = String(value)
  return text.includes('\n') ? `${text.split('\n').length - 1} lines` : text
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`)
