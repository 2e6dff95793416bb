import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { isScalar, parseDocument, visit } from 'yaml'
import { z } from 'zod'

const Environment = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
/** By scope, or a word for all of them, which a rule forbids. */
const Permissions = z.union([z.string(), z.record(z.string(), z.string())]).optional()
const Concurrency = z
  .strictObject({ group: z.string(), 'cancel-in-progress': z.union([z.boolean(), z.string()]) })
  .optional()

const Step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: Environment.default({}),
  run: z.string().optional(),
  env: Environment.optional(),
})

const Job = z.strictObject({
  name: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).default([]),
  if: z.string().default('true'),
  permissions: Permissions,
  concurrency: Concurrency,
  environment: z.strictObject({ name: z.string(), url: z.string() }).optional(),
  'timeout-minutes': z.number().optional(),
  'runs-on': z.string().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  env: Environment.optional(),
  steps: z.array(Step).default([]),
  uses: z.string().optional(),
  with: Environment.default({}),
  secrets: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
})
export type Job = z.infer<typeof Job>

const Trigger = z
  .looseObject({
    types: z.array(z.string()).optional(),
    inputs: z.record(z.string(), z.unknown()).optional(),
    secrets: z.record(z.string(), z.unknown()).optional(),
  })
  .nullable()
const Workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), Trigger),
  permissions: Permissions,
  concurrency: Concurrency,
  jobs: z.record(z.string(), Job),
})

/** One file of .github/workflows. */
export interface Workflow extends z.infer<typeof Workflow> {
  file: string
  text: string
  /** Every `uses`, with the comment on its line. */
  uses: { name: string; comment: string }[]
}

/** Of GitHub's keys it knows those that we use: a misspelt one is an error, and so is a new one. */
export function parseWorkflow(file: string, text: string): Workflow {
  const document = parseDocument(text)
  const uses: Workflow['uses'] = []
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'uses' && isScalar(value))
        uses.push({ name: String(value.value), comment: value.comment?.trim() ?? '' })
    },
  })
  return { file, text, uses, ...Workflow.parse(document.toJS()) }
}

/** What `github` and `inputs` hold when something happens. */
export interface Happening {
  github: { event_name: string; [name: string]: unknown }
  inputs?: Record<string, unknown>
}

interface PullRequest {
  action: string
  labels?: string[]
  /** The label that it was given or lost. */
  label?: string
  fork?: boolean
}

/** What happens to a pull request, as GitHub tells it. */
export function pullRequest({ action, labels = [], label, fork }: PullRequest): Happening {
  const repository = 'acme/tenantry'
  const event = {
    action,
    number: 12,
    label: { name: label },
    pull_request: {
      state: action === 'closed' ? 'closed' : 'open',
      head: { repo: { full_name: fork ? 'globex/tenantry' : repository } },
      labels: labels.map((name) => ({ name })),
    },
  }
  return { github: { event_name: 'pull_request', repository, event } }
}

/** The jobs that run when it happens, if all that run succeed and every variable is set. */
export function jobsThatRun({ jobs }: Workflow, happening: Happening): string[] {
  const needs: Record<string, { result: string }> = {}
  for (const [id, job] of Object.entries(jobs)) {
    const needed = Object.fromEntries([job.needs].flat().map((name) => [name, needs[name]]))
    const ready = Object.values(needed).every((it) => it?.result === 'success')
    const runs =
      (ready || /\balways\(\)/.test(job.if)) &&
      isTrue(job.if, { inputs: {}, ...happening, vars: VARIABLES, needs: needed })
    needs[id] = { result: runs ? 'success' : 'skipped' }
  }
  return Object.keys(needs).filter((id) => needs[id]?.result === 'success')
}

const VARIABLES = { AWS_ROLE_TO_ASSUME: 'arn:aws:iam::123456789012:role/deploy' }

const always = { name: 'always', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(true) }

/** Evaluates the condition of a job as GitHub does. */
function isTrue(condition: string, contexts: object): boolean {
  const { tokens } = new Lexer(condition).lex()
  const expression = new Parser(tokens, Object.keys(contexts), [always]).parse()
  const values = JSON.parse(JSON.stringify(contexts), data.reviver)
  const result = new Evaluator(expression, values, new Map([['always', always]])).evaluate()
  return !['', 'false', '0'].includes(result.coerceString())
}
