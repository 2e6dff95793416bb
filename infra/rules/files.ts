import type { Graph, Resource } from '@tenantry/local-cloud'
import { isConsumer } from './events.ts'
import { at, every, fromJson, has, namesOf, ofType, placeOf, statementsIn } from './reading.ts'
import type { Rule, Statement } from './reading.ts'
import {
  BUCKET,
  BUCKET_POLICY,
  DISTRIBUTION,
  FUNCTION,
  OBJECT,
  PUBLIC_ACCESS_BLOCK,
} from './types.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
const REVALIDATED = 'public, max-age=0, must-revalidate'

export const fileRules: readonly Rule[] = [
  {
    name: 'a bucket keeps the public out',
    rule: every(BUCKET, ({ outputs }, graph) =>
      ofType(graph, PUBLIC_ACCESS_BLOCK).some(({ inputs }) =>
        has(inputs, {
          bucket: outputs['bucket'],
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        }),
      ),
    ),
  },
  {
    name: 'no bucket and no file has an access list beside the policies',
    rule: ({ resources }) =>
      namesOf(
        resources.filter(
          ({ type, inputs }) => type.endsWith('Acl') || 'acl' in inputs || 'grants' in inputs,
        ),
      ),
  },
  {
    name: 'a bucket is read by the distribution it is an origin of, and by nobody else',
    rule: every(BUCKET, (bucket, graph) => {
      const allowed = statementsOf(graph, bucket).filter(({ Effect }) => Effect === 'Allow')
      const [statement] = allowed
      return (
        allowed.length === 1 &&
        readersOf(graph, bucket).some((arn) =>
          has(statement, {
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: `${arnOf(bucket)}/*`,
            Condition: { StringEquals: { 'AWS:SourceArn': arn } },
          }),
        )
      )
    }),
  },
  {
    name: 'a bucket refuses whatever does not come over TLS',
    rule: every(BUCKET, (bucket, graph) =>
      statementsOf(graph, bucket).some((it) =>
        has(it, {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [arnOf(bucket), `${arnOf(bucket)}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ),
    ),
  },
  {
    name: 'a browser keeps hashed files for good, asks for others anew, and forgets computed ones',
    rule: every(OBJECT, (file) => {
      const { cacheControl, content } = file.inputs
      if (content !== undefined) return cacheControl === 'no-store'
      return cacheControl === (isHashed(file) ? IMMUTABLE : REVALIDATED)
    }),
  },
  {
    name: 'the page is uploaded last, so that whoever gets it finds what it names',
    rule: (graph) => {
      const page = ofType(graph, OBJECT).find(({ inputs }) => inputs['key'] === 'index.html')
      const before = page?.dependsOn ?? []
      return namesOf(ofType(graph, OBJECT).filter((it) => it !== page && !before.includes(it.urn)))
    },
  },
  {
    name: 'the admin is told its environment, and the root client that the API knows',
    rule: (graph) => {
      const config = ofType(graph, OBJECT).find(({ inputs }) => inputs['key'] === 'config.json')
      const told = fromJson(config?.inputs['content'])
      const expected = ofType(graph, FUNCTION)
        .filter((it) => !isConsumer(graph, it))
        .map(({ inputs }) => ({
          environment: placeOf(graph).environment.name,
          rootAppClientId: at(inputs, 'environment', 'variables', 'OKTA_ROOT_CLIENT_ID'),
        }))
      return expected.every((it) => has(told, it)) ? [] : ['config.json']
    },
  },
]

/** A file whose name changes with its content. */
export const isHashed = ({ type, inputs }: Resource): boolean =>
  type === OBJECT && String(inputs['key']).startsWith('assets/')

const arnOf = ({ outputs }: Resource) => String(outputs['arn'])

const statementsOf = (graph: Graph, { outputs }: Resource): Statement[] =>
  ofType(graph, BUCKET_POLICY)
    .filter(({ inputs }) => inputs['bucket'] === outputs['bucket'])
    .flatMap(({ inputs }) => statementsIn(inputs['policy']))

const readersOf = (graph: Graph, bucket: Resource): string[] =>
  ofType(graph, DISTRIBUTION)
    .filter((it) => it.propertyDependencies['origins']?.includes(bucket.urn))
    .map(arnOf)
