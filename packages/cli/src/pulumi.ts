import { parsePulumi, PULUMI_USAGE, type PulumiWish } from './arguments.ts'
import { command, type Context } from './command.ts'
import { readVariables, settled, stateSettingsOf } from './settings.ts'

/** Pulumi itself, on the stack of an environment. */
export const pulumi = command({ usage: PULUMI_USAGE, parse: parsePulumi, run: runArgs })

async function runArgs({ environment, args }: PulumiWish, context: Context): Promise<void> {
  const settings = settled(stateSettingsOf(readVariables(environment), environment), environment)
  const { openPulumi, runPulumi } = await import('./stack.ts')

  await runPulumi(await openPulumi(environment, settings, context), args, context)
}
