import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { REGION } from '../computed.ts'

/** As the stream has it, which is also how a function gets it. */
const StreamRecord = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number(),
  }),
})
export type StreamRecord = z.infer<typeof StreamRecord>

export interface Stream {
  /** From the oldest record on, as they come; nothing where nothing has come for a while. */
  read(): AsyncGenerator<StreamRecord[]>
}

const TableAnswer = z.object({ Table: z.object({ LatestStreamArn: z.string() }) })
const Shards = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
})
const Iterator = z.object({ ShardIterator: z.string() })
const Records = z.object({
  Records: z.array(StreamRecord),
  NextShardIterator: z.string().optional(),
})

const IDLE_MS = 500
const PAGE = 1000 // GetRecords, AWS API reference

/** The stream of a table in DynamoDB Local; to read it ends with the signal. */
export async function openStream(
  endpoint: string,
  TableName: string,
  signal: AbortSignal,
): Promise<Stream> {
  const ask = <T>(action: string, input: object, shape: z.ZodType<T>) =>
    call(endpoint, `DynamoDBStreams_20120810.${action}`, input, shape)
  const { Table } = await call(
    endpoint,
    'DynamoDB_20120810.DescribeTable',
    { TableName },
    TableAnswer,
  )
  const StreamArn = Table.LatestStreamArn

  async function* readShard(ShardId: string): AsyncGenerator<StreamRecord[]> {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }
    let next: string | undefined = (await ask('GetShardIterator', start, Iterator)).ShardIterator
    while (next !== undefined && !signal.aborted) {
      const page: z.infer<typeof Records> = await ask(
        'GetRecords',
        { ShardIterator: next, Limit: PAGE },
        Records,
      )
      yield page.Records
      next = page.NextShardIterator
      if (page.Records.length === 0) await pause(signal)
    }
  }

  return {
    async *read() {
      const done = new Set<string>()
      while (!signal.aborted) {
        const { StreamDescription } = await ask('DescribeStream', { StreamArn }, Shards)
        // A shard is closed in time; those that follow it come after it.
        const shard = StreamDescription.Shards.find(({ ShardId }) => !done.has(ShardId))
        if (shard) yield* readShard(shard.ShardId)
        else await pause(signal)
        if (shard) done.add(shard.ShardId)
      }
    },
  }
}

/** By hand: a record then stays as it is on the wire, which is what a function gets. */
async function call<T>(endpoint: string, target: string, input: object, shape: z.ZodType<T>) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      // DynamoDB Local reads who asks, and verifies nothing.
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`DynamoDB Local refused ${target}: ${text}`)
  return shape.parse(JSON.parse(text))
}

const pause = (signal: AbortSignal) => sleep(IDLE_MS, undefined, { signal }).catch(() => {})
