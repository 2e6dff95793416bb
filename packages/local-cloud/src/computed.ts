import { randomBytes } from 'node:crypto'
import type { Properties } from './graph.ts'

export const REGION = 'eu-central-1'
export const ACCOUNT = '000000000000'

interface Context {
  /** The physical name: unique in the stack, the same at every start. */
  name: string
  inputs: Properties
}

const nameIn = ({ name }: Properties) => (typeof name === 'string' ? name : undefined)
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
const global = (service: string, rest: string) => `arn:aws:${service}::${ACCOUNT}:${rest}`

/**
 * What the cloud would make up by itself, by resource type. The engine refuses an input that was
 * made of an output which is missing here.
 */
const computed: Readonly<Record<string, (context: Context) => Properties>> = {
  'aws:apigatewayv2/api:Api': ({ name }) => ({
    apiEndpoint: `https://${name}.execute-api.localhost`,
    executionArn: arn('execute-api', name),
  }),
  'aws:apigatewayv2/integration:Integration': () => ({}),
  'aws:cloudfront/distribution:Distribution': ({ name }) => ({
    arn: global('cloudfront', `distribution/${name}`),
    domainName: `${name}.cloudfront.localhost`,
  }),
  'aws:cloudfront/function:Function': ({ name }) => ({
    arn: global('cloudfront', `function/${name}`),
  }),
  'aws:cloudwatch/logGroup:LogGroup': ({ name, inputs }) => ({
    arn: arn('logs', `log-group:${nameIn(inputs) ?? name}`),
    name: nameIn(inputs) ?? name,
  }),
  'aws:dynamodb/table:Table': ({ name }) => ({
    arn: arn('dynamodb', `table/${name}`),
    name,
    streamArn: arn('dynamodb', `table/${name}/stream/2026-01-01T00:00:00.000`),
  }),
  'aws:iam/role:Role': ({ name }) => ({ arn: global('iam', `role/${name}`), name }),
  'aws:lambda/function:Function': ({ name }) => ({
    arn: arn('lambda', `function:${name}`),
    invokeArn: arn('apigateway', `lambda:path/${name}/invocations`),
    name,
  }),
  'aws:s3/bucket:Bucket': ({ name }) => ({
    arn: `arn:aws:s3:::${name}`,
    bucket: name,
    bucketRegionalDomainName: `${name}.s3.${REGION}.localhost`,
  }),
  'random:index/randomPassword:RandomPassword': ({ inputs }) => ({
    result: randomBytes(Number(inputs['length']))
      .toString('hex')
      .slice(0, Number(inputs['length'])),
  }),
}

/** The outputs of a resource: what was put in, and what the cloud adds. */
export const outputsOf = (type: string, context: Context): Properties => ({
  ...context.inputs,
  ...computed[type]?.(context),
})
