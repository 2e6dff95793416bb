import type { Graph } from '@tenantry/local-cloud'
import { isHashed } from './files.ts'
import { every, has, namesOf, ofType, placeOf, textsIn } from './reading.ts'
import type { Rule } from './reading.ts'
import { BUCKET, BUCKET_ENCRYPTION, TABLE } from './types.ts'

export const dataRules: readonly Rule[] = [
  {
    name: 'the table has the keys, the stream and the expiry that the code counts on',
    rule: every(TABLE, ({ inputs }) =>
      has(inputs, {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'PK',
        rangeKey: 'SK',
        streamEnabled: true,
        streamViewType: 'NEW_AND_OLD_IMAGES',
        ttl: { attributeName: 'expiresAt', enabled: true },
      }),
    ),
  },
  {
    name: 'a table is encrypted',
    rule: every(TABLE, ({ inputs }) => has(inputs, { serverSideEncryption: { enabled: true } })),
  },
  {
    name: 'a bucket is encrypted',
    rule: every(BUCKET, ({ outputs }, graph) =>
      ofType(graph, BUCKET_ENCRYPTION).some(
        ({ inputs }) =>
          inputs['bucket'] === outputs['bucket'] &&
          textsIn(inputs['rules']).some((it) => it === 'AES256' || it === 'aws:kms'),
      ),
    ),
  },
  {
    name: 'a table of production or staging can be restored to any second',
    rule: every(
      TABLE,
      ({ inputs }, graph) =>
        !['production', 'staging'].includes(placeOf(graph).environment.kind) ||
        has(inputs, { pointInTimeRecovery: { enabled: true } }),
    ),
  },
  {
    name: 'a table is kept in production, by AWS and by Pulumi, and nowhere else',
    rule: every(TABLE, (table, graph) => {
      const kept = isProduction(graph)
      const inputs = { deletionProtectionEnabled: kept }
      return has(table, { protect: kept, retainOnDelete: kept, inputs })
    }),
  },
  {
    name: 'a bucket is kept in production, and goes with all its files anywhere else',
    rule: every(BUCKET, (bucket, graph) => {
      const kept = isProduction(graph)
      return has(bucket, { protect: kept, retainOnDelete: kept, inputs: { forceDestroy: !kept } })
    }),
  },
  {
    name: 'beside data only the files that open tabs still ask for outlive their stack',
    rule: ({ resources }) =>
      namesOf(
        resources
          .filter(({ type }) => type !== TABLE && type !== BUCKET)
          .filter((it) => it.protect || it.retainOnDelete !== isHashed(it)),
      ),
  },
]

const isProduction = (graph: Graph) => placeOf(graph).environment.kind === 'production'
