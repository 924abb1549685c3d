/** A case of suites/uec-booking/client for each interaction: they look at what every request has. */
export const EVERY: readonly string[] = ['CR-01', 'CR-02', 'CR-03', 'CR-04', 'CR-05', 'CR-06'];
