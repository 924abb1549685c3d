// What people answer and attach in the sample run, and what nobody could answer or carry out.
import type { AskedStep, SampleCase } from './sample-case.ts';

const SUITE = 'uec-booking/provider/people';

export function peopleCases(): readonly SampleCase[] {
  const common = { suite: SUITE, polarity: 'positive' } as const;
  return [
    {
      ...common,
      id: 'AT-01',
      title: 'Shows a booking to the staff of the service',
      verifies: ['P43'],
      steps: [answered],
    },
    {
      ...common,
      id: 'AT-02',
      title: 'Tells the staff when a booking is cancelled',
      verifies: ['P43'],
      skip: 'unattested',
      steps: [{ id: 'told', ask: 'Were the staff told that the booking is cancelled?', assertions: [] }],
    },
    {
      ...common,
      id: 'TR-01',
      title: 'Lets in who shows a second certificate',
      verifies: ['P41'],
      skip: 'not-configured',
      steps: [],
    },
  ];
}

/** A drawing of a page with a heading, two lines and a button. */
const PICTURE = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAGAAAAAoAgMAAAB8/ReqAAAADFBMVEX///8AXriut70Afzvc/1y+AAAAKUlEQVR42mMIxQEYhpjE',
    'wAKuVahgAfkSNHIVhRIDCvj/g8GHoS4xgAAAqMStcV28PsYAAAAASUVORK5CYII=',
  ].join(''),
  'base64',
);

const answered: AskedStep = {
  id: 'seen',
  title: 'The staff see it',
  ask: 'Does the list of bookings show the booking within a minute?',
  attested: {
    answer: 'yes',
    note: 'It came up after 20 seconds',
    by: 'A. Tester',
    at: '2026-03-03T10:15:04.000Z',
    way: 'asked',
  },
  attached: [
    { name: 'List of bookings.png', mediaType: 'image/png', bytes: PICTURE },
    { name: 'audit.log', mediaType: 'text/plain', bytes: Buffer.from('10:15:04Z booking shown to front desk\n') },
  ],
  assertions: [
    {
      kind: 'answer',
      verdict: 'pass',
      message: 'The answer is yes',
      expected: 'yes',
      actual: 'yes',
      diagnostics: [],
      follows: [],
      restsOn: [],
    },
  ],
};
