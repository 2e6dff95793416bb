import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { REGION } from '../computed.ts'
import { declared, unread } from '../graph.ts'
import type { Declared, Graph } from '../graph.ts'
import { COMPILE_CACHE } from '../paths.ts'
import { guardDynamoDb } from './dynamodb-access.ts'
import { policiesOf } from './iam.ts'
import type { Policy } from './iam.ts'
import { poolOf } from './lambda-pool.ts'

export const FUNCTION = 'aws:lambda/function:Function'

const Inputs = z.strictObject({
  runtime: z.literal('nodejs24.x'),
  handler: z.string().regex(/^[\w-]+\.\w+$/),
  code: z.strictObject({ path: z.string() }),
  memorySize: z.number(),
  timeout: z.number(),
  role: z.string(),
  environment: z.strictObject({ variables: z.record(z.string(), z.string()) }),
  // This machine has one architecture, and one console for all logs.
  architectures: unread,
  loggingConfig: unread,
})
const Outputs = z.looseObject({ arn: z.string(), name: z.string(), invokeArn: z.string() })

export interface LambdaFunction {
  arn: string
  name: string
  invokeArn: string
  /** What its role may do. */
  policies: readonly Policy[]
  /** Waits while all environments are busy. */
  invoke(event: unknown): Promise<unknown>
  /** From now on new environments serve; those at work finish what they do. */
  reload(): void
  stop(): Promise<void>
}

export interface LambdaOptions {
  dynamodb: string
  log: (functionName: string, line: string) => void
}

export const startFunctions = (graph: Graph, options: LambdaOptions): Promise<LambdaFunction[]> =>
  Promise.all(
    declared(graph, FUNCTION, { inputs: Inputs, outputs: Outputs }).map((it) =>
      startFunction(graph, it, options),
    ),
  )

async function startFunction(
  graph: Graph,
  { name, inputs, outputs }: Declared<z.infer<typeof Inputs>, z.infer<typeof Outputs>>,
  options: LambdaOptions,
): Promise<LambdaFunction> {
  const policies = policiesOf(graph, inputs.role, 'lambda.amazonaws.com')
  const dynamodb = await guardDynamoDb(options.dynamodb, policies)
  const folder = inputs.code.path
  const [module = '', handler = ''] = inputs.handler.split('.')
  const pool = poolOf({
    functionName: outputs.name,
    folder,
    file: join(
      folder,
      ['.mjs', '.js'].map((it) => module + it).find((it) => existsSync(join(folder, it))) ?? '',
    ),
    handler,
    timeoutSeconds: inputs.timeout,
    memoryMegabytes: inputs.memorySize,
    // What is declared, what Lambda itself would add, and where this machine's DynamoDB is.
    variables: {
      ...inputs.environment.variables,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_LAMBDA_FUNCTION_NAME: outputs.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(inputs.memorySize),
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      LAMBDA_TASK_ROOT: folder,
      TZ: ':UTC',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      NODE_COMPILE_CACHE: COMPILE_CACHE,
    },
    log: (line) => options.log(name, line),
  })
  return {
    arn: outputs.arn,
    name: outputs.name,
    policies,
    invokeArn: outputs.invokeArn,
    invoke: (event) => pool.invoke(event),
    reload: () => pool.reload(),
    async stop() {
      await pool.stop()
      await dynamodb.stop()
    },
  }
}
