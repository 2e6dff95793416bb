import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { declared, unread } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { textAnswer } from '../http.ts'
import type { HttpAnswer } from '../http.ts'
import { allows, Policy } from './iam.ts'

export const BUCKET = 'aws:s3/bucket:Bucket'

const BUCKETS = {
  inputs: z.strictObject({ forceDestroy: unread }),
  outputs: z.looseObject({
    arn: z.string(),
    bucket: z.string(),
    bucketRegionalDomainName: z.string(),
  }),
}
const OBJECTS = {
  inputs: z.strictObject({
    bucket: z.string(),
    key: z.string(),
    source: z.strictObject({ path: z.string() }).optional(),
    content: z.string().optional(),
    contentType: z.string(),
    cacheControl: z.string(),
  }),
}
const POLICIES = { inputs: z.strictObject({ bucket: z.string(), policy: Policy }) }

export interface Bucket {
  domainName: string
  /** The object at a path, as the distribution with this ARN gets it; `signed` by an access control. */
  get(path: string, reader: { distributionArn: string; signed: boolean }): Promise<HttpAnswer>
  /** Whether the program itself wrote the object: it is then no file of a build. */
  computes(path: string): boolean
}

/** The declared buckets with the objects declared in them. */
export const openBuckets = (graph: Graph): Bucket[] =>
  declared(graph, BUCKET, BUCKETS).map(({ outputs }) => {
    const objects = new Map(
      declared(graph, 'aws:s3/bucketObjectv2:BucketObjectv2', OBJECTS)
        .filter(({ inputs }) => inputs.bucket === outputs.bucket)
        .map(({ inputs }) => [`/${inputs.key}`, inputs]),
    )
    const policies = declared(graph, 'aws:s3/bucketPolicy:BucketPolicy', POLICIES)
      .filter(({ inputs }) => inputs.bucket === outputs.bucket)
      .map(({ inputs }) => inputs.policy)

    return {
      domainName: outputs.bucketRegionalDomainName,
      computes: (path) => objects.get(path)?.content !== undefined,
      async get(path, { distributionArn, signed }) {
        const object = objects.get(path)
        const read = {
          action: 's3:GetObject',
          resource: `${outputs.arn}${path}`,
          service: 'cloudfront.amazonaws.com',
          source: distributionArn,
        }
        // A missing key looks the same: who may not list a bucket is not told what is in it.
        if (!object || !signed || !allows(policies, read)) return denied()
        const body = object.source
          ? await readFile(object.source.path)
          : Buffer.from(object.content ?? '')
        const headers = {
          'content-type': object.contentType,
          'cache-control': object.cacheControl,
          etag: `"${createHash('md5').update(body).digest('hex')}"`,
        }
        return { status: 200, headers, body }
      },
    }
  })

const denied = () => textAnswer(403, '<Error><Code>AccessDenied</Code></Error>', 'application/xml')
