import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from './workflow-rules.ts'
import { type Happening, jobsThatRun, parseWorkflow, pullRequest } from './workflow.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')
const texts = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
)
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)

/** The workflow, with one thing in it changed. */
function workflow(file: string, change = (text: string) => text) {
  return parseWorkflow(file, change(texts.get(file) ?? ''))
}

test.each(Object.entries(rules))('%s', (_, rule) => {
  const wrong = [...texts.keys()].flatMap((file) =>
    rule(workflow(file), Object.keys(scripts)).map((what) => `${file}: ${what}`),
  )

  expect(wrong).toEqual([])
})

const SAME_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository'

/** By rule: what would break it, as a change of one of the files. */
const BREACHES: Record<string, [file: string, from: string | RegExp, to: string][]> = {
  'an action is pinned by its commit, with the version beside it': [
    ['check.yml', /@\w{40} # v7.0.1/, '@v7'],
    ['check.yml', /@\w{40}/, '@3d3c42e'],
    ['check.yml', ' # v7.0.1', ''],
    ['deploy.yml', './.github/workflows/check.yml', 'acme/workflows/check.yml@main'],
  ],
  'nothing is permitted unless a job says so': [
    ['check.yml', 'permissions: {}\n', ''],
    ['check.yml', 'permissions: {}', 'permissions: read-all'],
    ['deploy.yml', 'permissions: {}', 'permissions: { contents: read }'],
  ],
  'a job writes only what is listed for it': [
    ['check.yml', 'contents: read', 'contents: write'],
    ['deploy.yml', 'contents: read', 'contents: write'],
    ['deploy.yml', /permissions:\n.*\n +id-token: write/, 'permissions: write-all'],
  ],
  'no trigger gives a stranger the rights of the repository': [
    ['preview.yml', 'workflow_dispatch:', 'pull_request_target:'],
    ['check.yml', 'workflow_call:', 'workflow_run:'],
  ],
  'no expression stands in a script': [
    ['check.yml', 'npm test', 'npm test ${{ github.event.pull_request.title }}'],
    ['preview.yml', '$COMMIT:', '${{ github.head_ref }}:'],
  ],
  'a job ends by itself': [
    ['check.yml', /timeout-minutes: .*/, ''],
    ['environment.yml', /timeout-minutes: .*/, ''],
  ],
  'a checkout keeps no credentials': [
    ['check.yml', /with:\n +persist-credentials: false/, ''],
    ['environment.yml', 'persist-credentials: false', 'persist-credentials: true'],
  ],
  'AWS is reached by a role of the moment': [
    ['environment.yml', /role-to-assume: .*/, ''],
    ['environment.yml', 'role-session-name:', 'aws-access-key-id:'],
    ['environment.yml', 'AWS_REGION:', 'AWS_SECRET_ACCESS_KEY:'],
  ],
  'a secret is handed on by its name': [
    ['deploy.yml', /secrets:\n.*PASSPHRASE.*/, 'secrets: inherit'],
  ],
  'a fork gets no secret, no role and no right to write': [
    ['preview.yml', SAME_REPOSITORY, 'true'],
    ['preview.yml', `${SAME_REPOSITORY} && (`, '('],
    ['preview.yml', "always() && contains(needs.*.result, 'success')", 'always()'],
    ['check.yml', 'run: npm test', 'run: npm test\n        env: { TOKEN: "${{ secrets.TOKEN }}" }'],
  ],
  'only an open pull request with the label has a preview': [
    ['preview.yml', "github.event.pull_request.state == 'open'", 'true'],
    ['preview.yml', /&&\n +contains.*'preview'\)/, ''],
  ],
  'an environment is changed by one at a time, and none is cut off': [
    ['environment.yml', /concurrency:\n.*\n.*false/, ''],
    ['environment.yml', 'cancel-in-progress: false', 'cancel-in-progress: true'],
    ['environment.yml', 'environment-${{ inputs.environment }}', '${{ github.ref }}'],
  ],
  'what is run is a script of package.json': [
    ['check.yml', 'npm test', 'npm ci'],
    ['check.yml', 'npm run check', 'npm run chek'],
  ],
}

test.each(
  Object.entries(BREACHES).flatMap(([rule, breaches]) =>
    breaches.map((breach) => [rule, ...breach] as const),
  ),
)('%s: noticed in %s when %s becomes "%s"', (rule, file, from, to) => {
  const breached = workflow(file, (text) => text.replace(from, () => to))

  const noticed = Object.keys(rules).filter(
    (name) => rules[name]?.(breached, Object.keys(scripts)).length,
  )

  expect(breached.text).not.toBe(texts.get(file))
  expect(noticed).toContain(rule)
})

test('each rule is seen to fail', () => {
  expect(Object.keys(BREACHES)).toEqual(Object.keys(rules))
})

test('a key that is not known is refused: it may be one that is misspelt', () => {
  const misspell = (text: string) => text.replace('timeout-minutes', 'timeout-minuts')

  expect(() => workflow('check.yml', misspell)).toThrow('timeout-minuts')
})

const push = (ref_type: string, ref: string): Happening => ({
  github: { event_name: 'push', ref_type, ref, event: {} },
})

const labels = ['preview']
const byHand = { github: { event_name: 'workflow_dispatch', event: {} }, inputs: { number: 12 } }

test.each<[string, string, Happening, string[]]>([
  ['deploy.yml', 'main', push('branch', 'refs/heads/main'), ['dev']],
  ['deploy.yml', 'a tag', push('tag', 'refs/tags/v1.2.3'), ['check', 'staging', 'prod']],
  ['check.yml', 'main', push('branch', 'refs/heads/main'), ['check']],
  ['check.yml', 'a fork', pullRequest({ action: 'opened', fork: true }), ['check']],
  ['preview.yml', 'the label', pullRequest({ action: 'labeled', labels }), ['deploy', 'comment']],
  [
    'preview.yml',
    'a commit',
    pullRequest({ action: 'synchronize', labels }),
    ['deploy', 'comment'],
  ],
  ['preview.yml', 'a commit without the label', pullRequest({ action: 'synchronize' }), []],
  ['preview.yml', 'a fork', pullRequest({ action: 'labeled', labels, fork: true }), []],
  ['preview.yml', 'the end', pullRequest({ action: 'closed', labels }), ['destroy', 'comment']],
  ['preview.yml', 'the end without the label', pullRequest({ action: 'closed' }), []],
  ['preview.yml', 'another label lost', pullRequest({ action: 'unlabeled', labels }), []],
  [
    'preview.yml',
    'the label lost',
    pullRequest({ action: 'unlabeled', label: 'preview' }),
    ['destroy', 'comment'],
  ],
  ['preview.yml', 'a destruction by hand', byHand, ['destroy', 'comment']],
])('of %s this runs for %s', (file, _, happening, jobs) => {
  expect(jobsThatRun(workflow(file), happening)).toEqual(jobs)
})

test('a called workflow is handed what it declares', () => {
  const calls = [...texts.keys()].flatMap((file) =>
    Object.values(workflow(file).jobs).filter((job) => job.uses),
  )

  expect(calls.length).toBeGreaterThan(0)
  for (const { uses = '', with: inputs, secrets } of calls) {
    const declared = workflow(uses.replace('./.github/workflows/', '')).on['workflow_call']
    expect(Object.keys(inputs)).toEqual(Object.keys(declared?.inputs ?? {}))
    expect(Object.keys(secrets ?? {})).toEqual(Object.keys(declared?.secrets ?? {}))
  }
})

test('whatever an environment can set is handed on', () => {
  const config = readFileSync(join(root, 'infra/config.ts'), 'utf8')
  const settings = [...config.matchAll(/config\.\w+\('(\w+)'\)/g)]
    .map(([, name = '']) => name.replaceAll(/[A-Z]/g, '_$&').toUpperCase())
    .filter((name) => !name.endsWith('_FOLDER')) // what was built, not what is set

  const { environment } = workflow('environment.yml').jobs

  expect(settings).toContain('OKTA_ISSUER')
  expect(Object.keys(environment?.env ?? {})).toEqual(expect.arrayContaining(settings))
})
