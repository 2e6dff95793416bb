// What the code says that a rule compares the graph with.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { EVENT_KIND, UNFINISHED_KIND } from '@tenantry/dynamo'
import { readEnv, readHeadlessEnv, readStreamEnv } from '@tenantry/api/env'

const ROOT = join(import.meta.dirname, '../..')

/** What the SDK sends for a command; a transaction needs the action of each of its parts. */
const ACTIONS: Readonly<Record<string, string>> = {
  Get: 'dynamodb:GetItem',
  BatchGet: 'dynamodb:BatchGetItem',
  Query: 'dynamodb:Query',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
}

/** The actions on the table that the code of the API makes use of. */
export const ACTIONS_IN_CODE: readonly string[] = actionsIn(
  ['packages/{dynamo,security,tenancy,cms}/src', 'apps/api/src']
    .flatMap((it) =>
      globSync(`${it}/**/*.ts`, { cwd: ROOT, exclude: ['**/*.test.ts', '**/testing.ts'] }),
    )
    .map((file) => readFileSync(join(ROOT, file), 'utf8')),
)

/** What of that it takes to seal events: packages/security/src/audit-chain.test.ts records the calls. */
const ACTIONS_TO_SEAL: readonly string[] = ['Get', 'BatchGet', 'Query', 'Put'].map(
  (it) => ACTIONS[it] ?? it,
)

/** What wakes each consumer of the table's stream, and what it may do to the table. */
export const CONSUMERS: Readonly<Record<string, Consumer>> = {
  'stream-function': {
    // What `TenantTable` records as an event.
    patterns: [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: [EVENT_KIND] } } } }],
    actions: ACTIONS_TO_SEAL,
  },
  'indexing-function': {
    patterns: [
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { NewImage: { kind: { S: [UNFINISHED_KIND] } } },
      },
      // The heads of entries, as `headKey` of `packages/cms` names them.
      { dynamodb: { Keys: { SK: { S: ['HEAD'] } } } },
    ],
    actions: ACTIONS_IN_CODE,
  },
}

interface Consumer {
  patterns: readonly object[]
  actions: readonly string[]
}

function actionsIn(sources: readonly string[]): string[] {
  const sent = /\bnew (\w+)Command\(|\{ (Put|Update|Delete|ConditionCheck): \{/g
  const names = sources.flatMap((source) =>
    [...source.matchAll(sent)].map(([, command, part]) => command ?? part ?? ''),
  )
  // An unknown name stays as it is: it is then no action that a policy could hold.
  return [...new Set(names)].filter((it) => it !== 'TransactWrite').map((it) => ACTIONS[it] ?? it)
}

const READERS: Readonly<Record<string, (source: NodeJS.ProcessEnv) => unknown>> = {
  'graphql-function': readEnv,
  'headless-cms-function': readHeadlessEnv,
  'stream-function': readStreamEnv,
  'indexing-function': readStreamEnv,
}

/** The names of the variables that a function reads, asked of the code that reads them. */
export function variablesReadBy(functionName: string): string[] {
  const names = new Set<string>()
  const source = new Proxy({}, { get: (_, name) => void names.add(String(name)) })
  try {
    READERS[functionName]?.(source)
  } catch {
    // There is no variable at all: it has asked for each of them before it says so.
  }
  return [...names]
}

/** Whether a bundle has the file and the export that a handler such as `index.handler` names. */
export function exportsHandler(folder: string, handler: string): boolean {
  const [module = '', name = ''] = handler.split('.')
  return exportsOf(join(folder, `${module}.mjs`)).includes(name)
}

const exportsByFile = new Map<string, readonly string[]>()

function exportsOf(file: string): readonly string[] {
  const known = exportsByFile.get(file)
  if (known) return known
  const clauses = existsSync(file)
    ? readFileSync(file, 'utf8').matchAll(/\bexport\s*\{([^}]*)\}/g)
    : []
  const exported = [...clauses].flatMap(([, names = '']) =>
    names.split(',').map((it) => it.trim().split(/\s+/).at(-1) ?? ''),
  )
  exportsByFile.set(file, exported)
  return exported
}

/** The address that CloudFront asks the origin for, once its function has seen the viewer's. */
export const addressAfter = (code: string, uri: string): unknown =>
  runInNewContext(`${code};handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`)
