import './connection.css'
import { Button, Stack, Text } from '@mantine/core'
import { ReloadIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Status, type StatusKind } from '../../ui/status.tsx'
import { TableSkeleton } from '../../ui/table-skeleton.tsx'
import { SignInPage } from '../sign-in-settings/sign-in-page.tsx'
import { connectionQuery, type ConnectionCheck, type ConnectionReport } from './queries.ts'

/** Whether people could sign in on this tenant, asked of its Okta org, and what to do if not. */
export function ConnectionScreen() {
  const { data, error, refetch, isFetching } = useQuery(connectionQuery(useApi()))
  const again = (
    <Button
      leftSection={<ReloadIcon />}
      loading={isFetching}
      onClick={() => void refetch()}
      disabled={!data && !error}
    >
      Check again
    </Button>
  )
  return (
    <SignInPage title="Okta connection" actions={again}>
      <Stack gap={24} className="form">
        {error ? (
          <ErrorNote
            title="The connection could not be checked"
            error={error}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <TableSkeleton label="Asking Okta" />
        ) : (
          <Report report={data} />
        )}
      </Stack>
    </SignInPage>
  )
}

function Report({ report }: { report: ConnectionReport }) {
  return (
    <>
      <Summary report={report} />
      <dl className="facts panel">
        <dt>Issuer</dt>
        <dd>
          <Copy value={report.issuer} label="issuer" always />
        </dd>
        <dt>Okta App Client ID</dt>
        <dd>
          <Copy value={report.clientId} label="App Client ID" always />
        </dd>
        <dt>Checked</dt>
        <dd>
          <Moment at={report.checkedOn} />
        </dd>
      </dl>
      <ol className="checks panel" aria-label="Checks">
        {report.checks.map((check) => (
          <Check key={check.id} check={check} />
        ))}
      </ol>
    </>
  )
}

function Summary({ report: { checks } }: { report: ConnectionReport }) {
  const failed = checks.filter(({ status }) => status === 'FAIL').length
  return (
    <div className="note" {...(failed > 0 && { 'data-kind': 'error' })} role="status">
      <Text fw={600}>
        {failed === 0
          ? 'People can sign in'
          : failed === 1
            ? 'One thing has to be put right'
            : `${failed} things have to be put right`}
      </Text>
      <Text c="dimmed">
        {failed === 0
          ? 'Okta answers as it should, as far as that can be told without signing anybody in.'
          : 'Begin with the first: some of what follows cannot be looked at before.'}
      </Text>
    </div>
  )
}

const STATES: Record<ConnectionCheck['status'], [StatusKind, string]> = {
  PASS: ['good', 'Passed'],
  FAIL: ['bad', 'Failed'],
  SKIPPED: ['off', 'Not checked'],
}

function Check({ check: { label, status, detail, remedy } }: { check: ConnectionCheck }) {
  const [kind, word] = STATES[status]
  return (
    <li>
      <div className="check-head">
        <Text fw={500}>{label}</Text>
        <Status kind={kind}>{word}</Status>
      </div>
      <Text c="dimmed" className="check-detail">
        {detail}
      </Text>
      {remedy && <Text className="check-detail">{remedy}</Text>}
    </li>
  )
}
