import { type Job, jobsThatRun, pullRequest, type Workflow } from './workflow.ts'

/** What breaks the rule, in words; nothing if it holds. */
type Rule = (workflow: Workflow, scripts: readonly string[]) => string[]

/** Whatever a job may write; each is the least that it needs. */
const MAY_WRITE: Record<string, string[]> = {
  'deploy.yml dev': ['id-token'],
  'deploy.yml staging': ['id-token'],
  'deploy.yml prod': ['id-token'],
  'environment.yml environment': ['id-token'],
  'preview.yml deploy': ['id-token'],
  'preview.yml destroy': ['id-token'],
  'preview.yml comment': ['pull-requests'],
}

/** Others, such as pull_request_target, give what a stranger sent the rights of the repository. */
const TRIGGERS = ['push', 'pull_request', 'workflow_call', 'workflow_dispatch']

export const rules: Record<string, Rule> = {
  'an action is pinned by its commit, with the version beside it': ({ uses }) =>
    uses
      .filter(({ name }) => !name.startsWith('./'))
      .filter(
        ({ name, comment }) => !/@[0-9a-f]{40}$/.test(name) || !/^v\d+\.\d+\.\d+$/.test(comment),
      )
      .map(({ name }) => name),

  'nothing is permitted unless a job says so': ({ permissions }) =>
    typeof permissions === 'object' && Object.keys(permissions).length === 0 ? [] : ['the top'],

  'a job writes only what is listed for it': (workflow) =>
    jobsOf(workflow, (job, id) =>
      writes(job).some((scope) => !MAY_WRITE[`${workflow.file} ${id}`]?.includes(scope)),
    ),

  'no trigger gives a stranger the rights of the repository': ({ on }) =>
    Object.keys(on).filter((trigger) => !TRIGGERS.includes(trigger)),

  'no expression stands in a script': (workflow) =>
    stepsOf(workflow).flatMap(({ run = '' }) => (run.includes('${{') ? [run] : [])),

  'a job ends by itself': (workflow) =>
    jobsOf(workflow, (job) => !job.uses && job['timeout-minutes'] === undefined),

  'a checkout keeps no credentials': (workflow) =>
    stepsOf(workflow)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
      .filter((step) => step.with['persist-credentials'] !== false)
      .map(({ uses }) => String(uses)),

  'AWS is reached by a role of the moment': (workflow) => [
    ...(/aws-access-key-id|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY/i.test(workflow.text)
      ? ['a key']
      : []),
    ...stepsOf(workflow)
      .filter(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))
      .filter((step) => !step.with['role-to-assume'])
      .map(({ uses }) => String(uses)),
  ],

  'a secret is handed on by its name': (workflow) =>
    jobsOf(workflow, (job) => job.secrets === 'inherit'),

  'a fork gets no secret, no role and no right to write': (workflow) => {
    const reached = jobsOnPullRequests(workflow, { fork: true, labels: ['preview'] })
    return jobsOf(
      workflow,
      (job, id) =>
        reached.has(id) && (writes(job).length > 0 || JSON.stringify(job).includes('secrets')),
    )
  },

  'only an open pull request with the label has a preview': (workflow) => {
    const reached = new Set([
      ...jobsOnPullRequests(workflow, { labels: [] }),
      ...jobsOnPullRequests(workflow, { labels: ['preview'] }, ['closed']),
    ])
    return jobsOf(workflow, (job, id) => reached.has(id) && job.with['command'] === 'deploy')
  },

  'an environment is changed by one at a time, and none is cut off': (workflow) =>
    jobsOf(
      workflow,
      ({ steps, concurrency }) =>
        steps.some(({ run = '' }) => /\bnpm run (deploy|destroy)\b/.test(run)) &&
        (!concurrency?.group.includes('inputs.environment') ||
          concurrency['cancel-in-progress'] !== false),
    ),

  'what is run is a script of package.json': (workflow, scripts) =>
    stepsOf(workflow)
      .flatMap(({ run = '' }) => [...run.matchAll(/\b(?:npm|yarn) (?:run )?(?:--?\w+ )*(\w+)/g)])
      .map(([, script = '']) => script)
      .filter((script) => !scripts.includes(script)),
}

const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps)

const jobsOf = ({ jobs }: Workflow, isWrong: (job: Job, id: string) => boolean) =>
  Object.entries(jobs).flatMap(([id, job]) => (isWrong(job, id) ? [id] : []))

function writes({ permissions = {} }: Job): string[] {
  if (typeof permissions === 'string') return [permissions]
  return Object.keys(permissions).filter((scope) => permissions[scope] === 'write')
}

/** The jobs that run for at least one of the things that happen to such a pull request. */
function jobsOnPullRequests(
  workflow: Workflow,
  of: { labels: string[]; fork?: boolean },
  actions = workflow.on['pull_request']?.types ?? ['opened', 'synchronize', 'reopened'],
): Set<string> {
  if (!('pull_request' in workflow.on)) return new Set()
  return new Set(
    actions.flatMap((action) =>
      jobsThatRun(workflow, pullRequest({ ...of, action, label: 'preview' })),
    ),
  )
}
