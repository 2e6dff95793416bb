import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { REGION } from '../computed.ts'
import { declared } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { EVENT_SOURCE_MAPPING, Mapping, matches } from './event-source-declarations.ts'
import { openStream } from './dynamodb-stream.ts'
import type { Stream, StreamRecord } from './dynamodb-stream.ts'
import { TABLE } from './dynamodb.ts'
import { allows } from './iam.ts'
import type { LambdaFunction, LambdaOptions } from './lambda.ts'

const Response = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })),
})
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
const LONGEST_PAUSE_MS = 10_000

/** Feeds functions with what happens to tables, as the mappings of the graph say. */
export async function startMappings(
  graph: Graph,
  functions: readonly LambdaFunction[],
  { dynamodb, log }: LambdaOptions,
): Promise<{ stop(): Promise<void> }> {
  const tables = declared(graph, TABLE, {
    inputs: z.looseObject({}),
    outputs: z.looseObject({ name: z.string(), streamArn: z.string() }),
  })
  const ends = new AbortController()
  const { signal } = ends
  const mappings = declared(graph, EVENT_SOURCE_MAPPING, { inputs: Mapping })
  const running = mappings.map(async ({ name, inputs }) => {
    const table = tables.find(({ outputs }) => outputs.streamArn === inputs.eventSourceArn)
    const to = functions.find(({ arn }) => arn === inputs.functionName)
    if (!table || !to) throw new Error(`${name} maps what the program does not make.`)
    const resource = inputs.eventSourceArn
    const missing = STREAM_ACTIONS.map((it) => `dynamodb:${it}`).find(
      (action) => !allows(to.policies, { action, resource }),
    )
    if (missing) throw new Error(`Cannot access the stream of ${name}: the role lacks ${missing}.`)
    return { stream: await openStream(dynamodb, table.outputs.name, signal), to, inputs }
  })
  const loops = (await Promise.all(running)).map(async (it) => {
    while (!signal.aborted)
      await feed(it, signal).catch((error: unknown) => {
        // From the start of the stream again, after a pause: what was delivered comes twice.
        if (!signal.aborted) log(it.to.name, String(error))
        return pause(LONGEST_PAUSE_MS / 10, signal)
      })
  })
  return {
    async stop() {
      ends.abort()
      await Promise.all(loops)
    },
  }
}

interface Feeding {
  stream: Stream
  to: LambdaFunction
  inputs: Mapping
}

/** Gathers what passes the filters until the window closes or the batch is full, and delivers it. */
async function feed({ stream, to, inputs }: Feeding, signal: AbortSignal): Promise<void> {
  const { filterCriteria, batchSize, maximumBatchingWindowInSeconds } = inputs
  let batch: StreamRecord[] = []
  let closes = Infinity
  for await (const records of stream.read()) {
    const passing = records.filter((record) =>
      filterCriteria.filters.some(({ pattern }) => matches(pattern, record)),
    )
    if (batch.length === 0 && passing.length > 0)
      closes = Date.now() + maximumBatchingWindowInSeconds * 1000
    batch.push(...passing)
    while (batch.length >= batchSize || (batch.length > 0 && Date.now() >= closes)) {
      await deliver(batch.slice(0, batchSize), { to, inputs, signal })
      batch = batch.slice(batchSize)
    }
  }
}

type Delivery = Pick<Feeding, 'to' | 'inputs'> & { signal: AbortSignal }

/** Until all of it is taken, or too old: from the first record that failed, or in halves, after a pause. */
async function deliver(batch: readonly StreamRecord[], delivery: Delivery): Promise<void> {
  const { to, inputs, signal } = delivery
  let left = batch
  for (let attempt = 0; left.length > 0 && !signal.aborted; attempt++) {
    if (attempt > 0) await pause(Math.min(500 * 2 ** attempt, LONGEST_PAUSE_MS), signal)
    const oldest = Date.now() / 1000 - inputs.maximumRecordAgeInSeconds
    left = left.filter(({ dynamodb }) => dynamodb.ApproximateCreationDateTime > oldest)
    const Records = left.map((it) => ({
      ...it,
      awsRegion: REGION,
      eventSourceARN: inputs.eventSourceArn,
    }))
    // The function's own log tells why it failed.
    const answer = await to.invoke({ Records }).then(
      (it) => Response.safeParse(it ?? { batchItemFailures: [] }),
      () => undefined,
    )
    if (answer?.success) left = failedOf(left, answer.data)
    else if (left.length > 1) {
      const half = Math.ceil(left.length / 2)
      await deliver(left.slice(0, half), delivery)
      left = left.slice(half)
    }
  }
}

function failedOf(batch: readonly StreamRecord[], { batchItemFailures }: z.infer<typeof Response>) {
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  const first = batch.findIndex(({ dynamodb }) => failed.includes(dynamodb.SequenceNumber))
  return first < 0 ? [] : batch.slice(first)
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => {})
