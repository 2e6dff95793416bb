import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Access } from './api-function.ts'

/** What a mapping asks of a table's stream with the role of the function that it feeds. */
export const streamAccess = ({ arn, streamArn }: aws.dynamodb.Table): Access[] => [
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    on: streamArn,
  },
  { actions: ['dynamodb:ListStreams'], on: pulumi.interpolate`${arn}/stream/*` },
]

export interface StreamConsumerArgs {
  function: aws.lambda.Function
  table: aws.dynamodb.Table
  /** What wakes the function: whatever one of these describes. */
  patterns: readonly object[]
  /** How many records one call carries at most, and how long they are gathered. */
  batch: { size: number; seconds: number }
}

/** Each audit event that was written: of the ten to fifty items of a mutation one is an event. */
export const EVENTS = [
  { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['audit-event'] } } } },
]
/** What a job has to go on with, and each entry that was made, changed or deleted. */
export const WORK = [
  { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { kind: { S: ['unfinished'] } } } },
  { dynamodb: { Keys: { SK: { S: ['HEAD'] } } } },
]

/** As long as a stream keeps a record: what cannot be done now is tried again until then. */
const RECORD_LIFE_SECONDS = 24 * 60 * 60

/** Wakes a function for some of what is written to a table, and for nothing else. */
export class StreamConsumer extends pulumi.ComponentResource {
  constructor(
    name: string,
    { function: consumer, table, patterns, batch }: StreamConsumerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('tenantry:StreamConsumer', name, {}, opts)
    new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      {
        eventSourceArn: table.streamArn,
        functionName: consumer.arn,
        filterCriteria: { filters: patterns.map((it) => ({ pattern: JSON.stringify(it) })) },
        startingPosition: 'TRIM_HORIZON',
        batchSize: batch.size,
        maximumBatchingWindowInSeconds: batch.seconds,
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ['ReportBatchItemFailures'],
        // Age alone decides; -1 is no limit.
        maximumRetryAttempts: -1,
        maximumRecordAgeInSeconds: RECORD_LIFE_SECONDS,
      },
      { parent: this },
    )
    this.registerOutputs({})
  }
}
