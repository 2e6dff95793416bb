import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Environment } from '../environments.ts'
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
  environment: Environment
  function: aws.lambda.Function
  table: aws.dynamodb.Table
}

/** As long as a stream keeps a record: what cannot be sealed now is tried again until then. */
const RECORD_LIFE_SECONDS = 24 * 60 * 60

/**
 * Wakes a function for each audit event that was written, and for nothing else: of the ten to fifty
 * items of a mutation one is an event.
 */
export class StreamConsumer extends pulumi.ComponentResource {
  constructor(
    name: string,
    { environment, function: consumer, table }: StreamConsumerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('tenantry:StreamConsumer', name, {}, opts)
    const pattern = {
      eventName: ['INSERT'],
      dynamodb: { NewImage: { kind: { S: ['audit-event'] } } },
    }
    new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      {
        eventSourceArn: table.streamArn,
        functionName: consumer.arn,
        filterCriteria: { filters: [{ pattern: JSON.stringify(pattern) }] },
        startingPosition: 'TRIM_HORIZON',
        batchSize: 1000,
        maximumBatchingWindowInSeconds: environment.sealWithinSeconds,
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
