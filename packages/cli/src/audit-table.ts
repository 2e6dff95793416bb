import { documentClient, type TableOptions } from '@tenantry/dynamo'
import type { Environment } from '@tenantry/infra/environments'
import { type Context, Failure } from './command.ts'
import {
  readLocalVariables,
  readVariables,
  settled,
  stateSettingsOf,
  type Variables,
} from './settings.ts'

/** The table of an environment, by the credentials of whoever asks; without one that of this machine. */
export async function openTable(
  environment: Environment | undefined,
  context: Context,
): Promise<TableOptions> {
  return environment ? deployedTable(environment, context) : localTable()
}

async function localTable(): Promise<TableOptions> {
  const endpoint = `http://127.0.0.1:${readLocalVariables()['DYNAMODB_PORT'] ?? 8000}`
  try {
    await fetch(endpoint)
  } catch (cause) {
    throw new Failure(
      `Nothing answers at ${endpoint}: start Tenantry with npm start, or say which environment with --env.`,
      { cause },
    )
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return {
    client: documentClient({ endpoint, region: 'local', credentials }),
    TableName: 'tenantry-local-database-table',
    ConsistentRead: true,
  }
}

async function deployedTable(environment: Environment, context: Context): Promise<TableOptions> {
  const { name } = environment
  const variables = readVariables(environment)
  const settings = settled(stateSettingsOf(variables, environment), environment)
  const pulumis = await import('./stack.ts')

  const stack = await pulumis.findStack(await pulumis.openPulumi(environment, settings, context))
  const { tableName } = stack ? pulumis.exportsIn(await pulumis.resourcesOf(stack)) : {}
  if (!stack || !tableName)
    throw new Failure(`There is no ${name} yet. Deploy it with: yarn deploy --env=${name}`)
  const region = pulumis.regionIn(await pulumis.historyOf(stack)) ?? variables['AWS_REGION']
  return {
    client: documentClient({
      ...(region !== undefined && { region }),
      ...credentialsIn(variables),
    }),
    TableName: tableName,
    ConsistentRead: true,
  }
}

/** What `.env.<environment>` gives the SDK would not find; all else it looks for itself. */
function credentialsIn({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
  AWS_PROFILE: profile,
}: Variables) {
  if (accessKeyId && secretAccessKey)
    return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }
  return profile === undefined ? {} : { profile }
}
