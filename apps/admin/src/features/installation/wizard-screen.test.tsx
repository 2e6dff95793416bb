import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const InstallSecurity = () => ({ security: { install: ok(true) } })
const InstallTenancy = () => ({ tenancy: { install: ok(true) } })

test('an installed system shows no wizard', async () => {
  showAdmin({ tenantId: 'root' })

  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeTruthy()
})

test('a new system is installed step by step, then says what comes next', async () => {
  const { sent } = showAdmin({
    tenantId: 'root',
    installed: false,
    answers: { InstallSecurity, InstallTenancy },
  })

  fireEvent.click(await screen.findByRole('button', { name: 'Install' }))

  expect(await screen.findByText('Tenantry is installed')).toBeTruthy()
  expect(sent('InstallSecurity')).toHaveLength(1)
  expect(sent('InstallTenancy')).toHaveLength(1)
  expect(screen.getByText('Create your first tenant')).toBeTruthy()
})

test('an installation that stopped says so and goes on', async () => {
  let isDown = true
  const { sent } = showAdmin({
    tenantId: 'root',
    installed: false,
    answers: {
      InstallSecurity,
      InstallTenancy: () => ({
        tenancy: { install: isDown ? refused('INTERNAL', 'x') : ok(true) },
      }),
    },
  })

  fireEvent.click(await screen.findByRole('button', { name: 'Install' }))
  expect(await screen.findByText('The installation stopped')).toBeTruthy()
  isDown = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByText('Tenantry is installed')).toBeTruthy()
  expect(sent('InstallTenancy')).toHaveLength(2)
})

test('somebody without full access learns who may install', async () => {
  const permissions = [{ name: 'security.*' }]
  showAdmin({ tenantId: 'root', installed: false, permissions })

  expect(await screen.findByText('Tenantry is not installed yet')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Install' })).toBeNull()
})
