import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { Failure } from './command.ts'

const names = z.array(z.string()).default([])

/** The sign-in settings as they stand in a file: what is left out is not asked for. */
const Settings = z.strictObject({
  groupRules: z
    .array(
      z.strictObject({
        claim: z.string(),
        operator: z.enum(['EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'EXISTS']),
        value: z.string().nullish(),
        group: z.string(),
      }),
    )
    .default([]),
  attributes: z
    .array(z.strictObject({ claim: z.string(), property: z.string(), required: z.boolean() }))
    .default([]),
  policies: z
    .array(
      z.strictObject({
        permissions: names,
        maxTokenAgeSeconds: z.number().nullish(),
        amr: names,
        acr: names,
        networks: names,
      }),
    )
    .default([]),
})
export type Settings = z.infer<typeof Settings>

/** Settings of a file or of the API, all written in the same way. */
export function settingsIn(value: unknown, from: string): Settings {
  const { success, data, error } = Settings.safeParse(value)
  if (success) return data
  const problems = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new Failure(`${from} holds no sign-in settings:\n${problems.join('\n')}`)
}

export function readSettings(file: string): Settings {
  if (!existsSync(file)) throw new Failure(`There is no file ${file}. Make it with: sign-in pull`)
  return settingsIn(parsed(file), file)
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Failure(`${file} is no JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

/** As a file that people read and review: without what says nothing. */
export const textOf = (settings: Settings): string =>
  `${JSON.stringify(settings, (_, value: unknown) => (isNothing(value) ? undefined : value), 2)}\n`

const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

/** What is to go and what is to come, a line each; empty if nothing changes but the order. */
export function diffOf(before: Settings, after: Settings): string[] {
  return (['groupRules', 'attributes', 'policies'] as const).flatMap((part) => {
    const [old, now] = [before[part], after[part]].map((list) => list.map(lineOf))
    const lines = [
      ...without(old ?? [], now ?? []).map((it) => `- ${it}`),
      ...without(now ?? [], old ?? []).map((it) => `+ ${it}`),
    ]
    return lines.length > 0 ? [part, ...lines.map((it) => `  ${it}`)] : []
  })
}

const lineOf = (entry: object): string =>
  Object.entries(entry)
    .filter(([, value]) => !isNothing(value) && value !== undefined)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ')

/** Those of `lines` that are not among `others`, each as often as it is missing there. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}
