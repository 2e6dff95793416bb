import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CommandError,
  LocalWorkspace,
  PulumiCommand,
  StackNotFoundError,
  type Stack,
  type UpdateSummary,
} from '@pulumi/pulumi/automation/index.js'
import { version } from '@pulumi/pulumi/version.js'
import type { Environment } from '@tenantry/infra/environments'
import { z } from 'zod'
import { type Context, Failure, say } from './command.ts'
import { run } from './run.ts'
import { configKeys, ROOT, type StateSettings } from './settings.ts'

/** The Pulumi command, and where it finds the stack of one environment. */
export interface Pulumi {
  environment: Environment
  backendUrl: string
  secretsProvider: string
  cli: PulumiCommand
  env: Record<string, string>
}

const Resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  outputs: z.record(z.string(), z.unknown()).default({}),
})
/** A resource as the state knows it, the stack itself among them. */
export type Resource = z.infer<typeof Resource>
/** What the program exports: the state has it as the outputs of the stack. */
const Exports = z.object({ url: z.string(), tableName: z.string() }).partial()
const Deployment = z.object({ resources: z.array(Resource).default([]) })

const INFRA = join(ROOT, 'infra')
const HISTORY = 50 // updates, the latest first

/** Finds the Pulumi command of the version that the program is written for, or fetches it. */
export async function openPulumi(
  environment: Environment,
  { backendUrl, secretsProvider, variables }: StateSettings,
  context: Context,
): Promise<Pulumi> {
  const given = Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return {
    environment,
    backendUrl,
    secretsProvider,
    cli: await installed(context),
    env: {
      ...Object.fromEntries(given),
      // Pulumi runs the program with the first node that it finds: it must strip types.
      PATH: [dirname(process.execPath), variables['PATH']].join(delimiter),
      PULUMI_STACK: environment.name,
      // Pulumi.<stack>.yaml stays on the machine that wrote it; elsewhere the state tells its key.
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    },
  }
}

export async function findStack(pulumi: Pulumi): Promise<Stack | undefined> {
  const folder = folderOf(pulumi)
  if (folder !== undefined && !existsSync(folder)) return undefined
  try {
    return await ask(LocalWorkspace.selectStack(program(pulumi), workspace(pulumi)))
  } catch (error) {
    if (error instanceof Failure && error.cause instanceof StackNotFoundError) return undefined
    throw error
  }
}

export async function createStack(pulumi: Pulumi): Promise<Stack> {
  const folder = folderOf(pulumi)
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  return ask(LocalWorkspace.createStack(program(pulumi), workspace(pulumi)))
}

/** Makes the settings the stack's configuration: what is no longer set is taken out of it. */
export async function configure(
  stack: Stack,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = Object.entries(config).map(([key, value]) => [key, { value }] as const)
  await ask(stack.setAllConfig(Object.fromEntries(entries)))
  const unset = Object.values(configKeys).filter((key) => !(key in config))
  if (unset.length > 0) await ask(stack.removeAllConfig(unset))
}

/** The updates of a stack, the latest first; their secrets stay hidden. */
export const historyOf = (stack: Stack): Promise<UpdateSummary[]> =>
  ask(stack.history(HISTORY, 1, false))

/** Where the environment was deployed to, also if the deploy did not succeed. */
export const regionIn = (history: readonly UpdateSummary[]): string | undefined =>
  history.map(({ config }) => config['aws:region']?.value).find((it) => it !== undefined)

export async function resourcesOf(stack: Stack): Promise<Resource[]> {
  const { deployment } = await ask(stack.exportStack())
  return Deployment.parse(deployment).resources
}

/** What the program exports, as far as it has been deployed. */
export const exportsIn = (resources: readonly Resource[]): z.infer<typeof Exports> =>
  Exports.parse(resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {})

/** Neither Pulumi nor AWS deletes it without being told so beforehand. */
export const isProtected = ({ protect, outputs }: Resource): boolean =>
  protect || outputs['deletionProtectionEnabled'] === true

export async function removeStack(stack: Stack): Promise<void> {
  await ask(stack.workspace.removeStack(stack.name))
}

/**
 * Runs Pulumi as one would by hand, on a terminal with its own questions.
 *
 * @throws {Failure} with one sentence where Pulumi fails; why is what Pulumi has printed.
 */
export async function runPulumi(
  { environment: { name }, cli, env }: Pulumi,
  args: readonly string[],
  context: Context,
): Promise<void> {
  const { code, errors } = await run([cli.command, ...args], { cwd: INFRA, env }, context)
  if (code === 0) return
  throw new Failure(
    errors.includes('is currently locked by')
      ? `Somebody else is changing ${name}, or a command that was killed left its lock: wait for them, or remove the lock with: yarn pulumi --env=${name} cancel`
      : `Pulumi did not finish and says why above; what it has done stays, and the same command goes on from there.`,
  )
}

async function installed(context: Context): Promise<PulumiCommand> {
  const root = join(homedir(), '.pulumi', 'versions', version)
  if (!existsSync(root)) say(context, `Fetching Pulumi ${version}, once.`)
  try {
    return await PulumiCommand.install()
  } catch (error) {
    throw new Failure(
      `Pulumi ${version} could not be fetched: install it yourself with: curl -fsSL https://get.pulumi.com | sh -s -- --version ${version} --install-root ${root}`,
      { cause: error },
    )
  }
}

function folderOf({ backendUrl }: Pulumi): string | undefined {
  return backendUrl.startsWith('file:') ? fileURLToPath(backendUrl) : undefined
}

const program = ({ environment }: Pulumi) => ({ stackName: environment.name, workDir: INFRA })

const workspace = ({ cli, env, secretsProvider }: Pulumi) => ({
  pulumiCommand: cli,
  envVars: env,
  secretsProvider,
})

/** Pulumi's own reason in place of the command line and the output that the SDK reports. */
async function ask<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const [, reason] = /error: ([\s\S]*?)\n err\?: /.exec(error.message) ?? []
    throw new Failure(`Pulumi refused: ${reason?.trim() ?? error.message}`, { cause: error })
  }
}
