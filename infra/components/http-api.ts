import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Environment } from '../environments.ts'

const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.message',
})

/** A function and the route keys that it answers, for example `POST /graphql`. */
export interface Target {
  function: aws.lambda.Function
  routes: readonly string[]
}

export interface HttpApiArgs {
  environment: Environment
  targets: Readonly<Record<string, Target>>
}

/** An HTTP API with one stage, limited and logged. What is not a route of a target does not exist. */
export class HttpApi extends pulumi.ComponentResource {
  readonly domainName: pulumi.Output<string>

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tenantry:HttpApi', name, {}, opts)
    const api = new aws.apigatewayv2.Api(
      `${name}-gateway`,
      { protocolType: 'HTTP' },
      { parent: this },
    )
    this.#stage(name, api, args)
    for (const [part, target] of Object.entries(args.targets))
      this.#connect(`${name}-${part}`, api, target)
    this.domainName = api.apiEndpoint.apply((endpoint) => new URL(endpoint).host)
    this.registerOutputs({ domainName: this.domainName })
  }

  #stage(name: string, api: aws.apigatewayv2.Api, { environment }: HttpApiArgs): void {
    const parent = { parent: this }
    const logs = new aws.cloudwatch.LogGroup(
      `${name}-access`,
      {
        // Names below /aws/vendedlogs/ keep the account's log resource policy from growing per stack.
        name: `/aws/vendedlogs/${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
        retentionInDays: environment.logRetentionDays,
      },
      parent,
    )
    new aws.apigatewayv2.Stage(
      `${name}-stage`,
      {
        apiId: api.id,
        name: '$default',
        autoDeploy: true,
        defaultRouteSettings: {
          throttlingBurstLimit: environment.throttling.burst,
          throttlingRateLimit: environment.throttling.requestsPerSecond,
        },
        accessLogSettings: { destinationArn: logs.arn, format: ACCESS_LOG },
      },
      parent,
    )
  }

  #connect(name: string, api: aws.apigatewayv2.Api, target: Target): void {
    const parent = { parent: this }
    const integration = new aws.apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId: api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: target.function.invokeArn,
        payloadFormatVersion: '2.0',
        timeoutMilliseconds: 20_000,
      },
      parent,
    )
    for (const routeKey of target.routes) {
      const [method = '', path = ''] = routeKey.split(' ')
      const route = `${name}-${method.toLowerCase()}${path.replace(/\W+/g, '-').replace(/-$/, '')}`
      new aws.lambda.Permission(
        route,
        {
          action: 'lambda:InvokeFunction',
          function: target.function.name,
          principal: 'apigateway.amazonaws.com',
          sourceArn: pulumi.interpolate`${api.executionArn}/*/${method}${path.replace(/\{\w+\}/g, '*')}`,
        },
        parent,
      )
      new aws.apigatewayv2.Route(
        route,
        { apiId: api.id, routeKey, target: pulumi.interpolate`integrations/${integration.id}` },
        parent,
      )
    }
  }
}
