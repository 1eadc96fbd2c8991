"""Sweeps two factors of a scenario and prints the mean on time in full at each point; run again, it goes on."""

from concurrent.futures import ThreadPoolExecutor

import takarusim as tk

scenario = tk.read_scenario("scenarios/first-steps.yaml")
demand = tk.Factor.parsed("partners.tractors.demand=0.6:1.4:5")
lathes = tk.Factor.parsed("workshops.lathe.let=2,3")

with ThreadPoolExecutor() as pool:  # or a cluster's: the results are the same
    sweep = tk.sweep(scenario, tk.grid([demand, lathes]), 10, executor=pool, store="results/sweep")

for point, values in zip(sweep.design.points, sweep.of("otif"), strict=True):
    print(*point, f"{values.mean():.1%}")
