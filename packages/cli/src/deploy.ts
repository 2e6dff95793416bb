import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdateSummary } from '@pulumi/pulumi/automation/index.js'
import { apps, DEPLOY_USAGE, parseDeploy, type App, type DeployWish } from './arguments.ts'
import { command, type Context, Failure, say } from './command.ts'
import { run } from './run.ts'
import {
  configKeys,
  deploySettingsOf,
  readVariables,
  ROOT,
  settled,
  type DeploySettings,
} from './settings.ts'

/** The workspace that builds an app, and the component that all of it belongs to. */
const PARTS: Readonly<Record<App, { workspace: string; component: string }>> = {
  'apps/api': { workspace: '@tenantry/api', component: 'tenantry:ApiFunction' },
  'apps/admin': { workspace: '@tenantry/admin', component: 'tenantry:Site' },
}

/** Builds, and makes an environment what program and settings say. */
export const deploy = command({ usage: DEPLOY_USAGE, parse: parseDeploy, run: runDeploy })

async function runDeploy(wish: DeployWish, context: Context): Promise<void> {
  const { environment, app, preview } = wish
  const variables = readVariables(environment)
  const settings = settled(deploySettingsOf(variables, environment), environment)
  // Only now: loading it takes longer than telling that a setting is wrong.
  const pulumis = await import('./stack.ts')

  const pulumi = await pulumis.openPulumi(environment, settings, context)
  const found = await pulumis.findStack(pulumi)
  const history = found ? await pulumis.historyOf(found) : []
  assertSameRegion(wish, settings, pulumis.regionIn(history))
  if (app) assertWholeBefore(wish, settings, history)

  say(context, introduction(wish, settings))
  await build(app, settings, context)
  const stack = found ?? (await pulumis.createStack(pulumi))
  try {
    await pulumis.configure(stack, settings.config)
    await pulumis.runPulumi(pulumi, commandOf(wish, context), context)
  } finally {
    // A preview leaves nothing behind, not even an empty stack.
    if (preview && !found) await pulumis.removeStack(stack)
  }
  if (preview) return
  const { url } = pulumis.exportsIn(await pulumis.resourcesOf(stack))
  say(context, conclusion(wish, url))
}

function assertSameRegion(
  { environment: { name } }: DeployWish,
  { region }: DeploySettings,
  current: string | undefined,
): void {
  // Pulumi would make everything anew in the other region and delete what there is, the table first of all.
  if (current !== undefined && current !== region)
    throw new Failure(
      `${name} is in ${current} and cannot move to ${region}: set AWS_REGION=${current}, or deploy another environment.`,
    )
}

/** One app alone must not get settings that the rest of the environment does not have. */
function assertWholeBefore(
  { environment: { name }, app }: DeployWish,
  { config }: DeploySettings,
  history: readonly UpdateSummary[],
): void {
  const last = history.find(({ kind, result }) => kind === 'update' && result === 'succeeded')
  if (!last)
    throw new Failure(
      `${app} cannot be deployed alone before ${name} was deployed as a whole: run yarn deploy --env=${name} first.`,
    )
  const changed = Object.entries(configKeys)
    .filter(([, key]) => last.config[key]?.value !== config[key])
    .map(([variable]) => variable)
  if (changed.length > 0)
    throw new Failure(
      `${changed.join(', ')} changed since ${name} was deployed as a whole: run yarn deploy --env=${name}, so that all of it gets the change.`,
    )
}

async function build(
  app: App | undefined,
  { variables }: DeploySettings,
  context: Context,
): Promise<void> {
  // The program reads the files of both, also where it updates one of them.
  const isWanted = (it: App) => !app || it === app || !existsSync(join(ROOT, it, 'dist'))
  const filters = apps.filter(isWanted).map((it) => `--filter=${PARTS[it].workspace}`)
  const { code } = await run(
    ['turbo', 'run', 'build', '--output-logs=errors-only', ...filters],
    { cwd: ROOT, env: variables },
    context,
  )
  context.interruption.throwIfAborted()
  if (code !== 0) throw new Failure('The build failed, see above: nothing was deployed.')
}

function commandOf({ environment, app, preview, yes }: DeployWish, { terminal }: Context) {
  // What is made of the app comes along: a new function is of no use without its routes.
  const targets = app
    ? [
        '--target',
        `urn:pulumi:${environment.name}::tenantry::${PARTS[app].component}**`,
        '--target-dependents',
      ]
    : []
  if (preview) return ['preview', ...targets]
  if (!terminal) return ['up', '--yes', '--skip-preview', ...targets]
  return ['up', ...(yes ? ['--yes'] : []), ...targets]
}

function introduction({ environment, app, preview }: DeployWish, settings: DeploySettings): string {
  const { name, kind } = environment
  const lines = [
    `${preview ? 'Previewing' : 'Deploying'} ${app ?? 'everything'} to ${name} (${kind}) in ${settings.region}, with its state in ${settings.backendUrl}.`,
    ...(app ? [`This is partial: all but ${app} stays as it was deployed last.`] : []),
  ]
  return lines.join('\n')
}

function conclusion({ environment: { name }, app }: DeployWish, url: string | undefined): string {
  const partial = `\nOnly ${app} was updated: yarn deploy --env=${name} does the rest.`
  return `${name} is at ${url}${app ? partial : ''}`
}
