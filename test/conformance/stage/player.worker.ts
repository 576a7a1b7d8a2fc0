/** A thread of the cast: acts the roles that it is told to. */
import { parentPort } from 'node:worker_threads';
import { SUITES } from '../suites/all.js';
import type { Row } from '../table/row.js';
import type { Orders, Outcome } from './cast.js';

function rowOf({ suite, elder }: Orders): Row {
  const row = SUITES.find(({ name }) => name === suite)?.rows.find((row) => row.elder === elder);
  if (row === undefined) throw new Error(`no case ${suite} ${elder}`);
  return row;
}

async function obey(orders: Orders): Promise<Outcome> {
  try {
    const row = rowOf(orders);
    if (row.kind !== 'played' || row.play.act === undefined) throw new Error(`${row.elder} has no roles`);
    return { answers: await row.play.act(orders.variant, orders.roles, orders.parcels, orders.steps) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? String(error)) : String(error) };
  }
}

parentPort?.on('message', async (orders: Orders) => parentPort?.postMessage(await obey(orders)));
