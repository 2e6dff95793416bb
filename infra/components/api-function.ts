import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { EnvInput, HeadlessEnvInput, StreamEnvInput } from '@tenantry/api'
import type { Environment } from '../environments.ts'

type Variables<Env> = { [Name in keyof Env]-?: pulumi.Input<string> }

export interface ApiFunctionArgs {
  environment: Environment
  /** The folder that `yarn build` made: its `index.mjs` exports `handler`. */
  bundle: string
  /** Exactly what `apps/api/src/env.ts` reads: a missing or an extra variable does not compile. */
  env: Variables<EnvInput> | Variables<HeadlessEnvInput> | Variables<StreamEnvInput>
  /** What it may do, beside writing its log. */
  access: readonly Access[]
}

export interface Access {
  actions: readonly string[]
  on: pulumi.Input<string>
}

/** What `packages/dynamo` sends; a transaction needs the action of each of its parts. No Scan. */
export const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
]
/** What of that it takes to seal events. */
export const SEALING_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
]
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents']

/** One Lambda with a role and a log group of its own, and no reach beyond its `access`. */
export class ApiFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function

  constructor(
    name: string,
    { environment, bundle, env, access }: ApiFunctionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('tenantry:ApiFunction', name, {}, opts)
    const logs = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: environment.logRetentionDays },
      { parent: this },
    )
    const { role, policy } = this.#role(name, access, logs)
    this.function = new aws.lambda.Function(
      `${name}-function`,
      {
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        code: new pulumi.asset.FileArchive(bundle),
        memorySize: 1024,
        timeout: 15,
        role: role.arn,
        environment: { variables: env },
        loggingConfig: { logFormat: 'JSON', logGroup: logs.name },
      },
      // Not before it may do what it was made for: the first request could come at once.
      { parent: this, dependsOn: [policy] },
    )
    this.registerOutputs({ function: this.function })
  }

  #role(name: string, access: readonly Access[], logs: aws.cloudwatch.LogGroup) {
    const role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: trustInLambda(accountOf(logs.arn)) },
      { parent: this },
    )
    const Statement = [
      ...access.map(({ actions, on }) => ({ Effect: 'Allow', Action: actions, Resource: on })),
      { Effect: 'Allow', Action: LOG_ACTIONS, Resource: pulumi.interpolate`${logs.arn}:*` },
    ]
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: pulumi.jsonStringify({ Version: '2012-10-17', Statement }) },
      { parent: this },
    )
    return { role, policy }
  }
}

/** Lambda, on behalf of this account only: what another one asks of it is not done with our role. */
function trustInLambda(account: pulumi.Output<string>): pulumi.Output<string> {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ]
  return pulumi.jsonStringify({ Version: '2012-10-17', Statement })
}

/** An ARN names the account, which otherwise only a data source could tell. */
const accountOf = (arn: pulumi.Output<string>) => arn.apply((it) => it.split(':')[4] ?? '')
