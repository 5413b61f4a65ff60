"""What contestants said who ran in turn."""

import statistics


class Said:
    """The figures of each contestant, round by round."""

    def __init__(self, rounds):
        self.rounds = rounds

    def median(self, name, figure):
        return statistics.median(figure_of(figure, said) for said in self.rounds[name])

    def ratio(self, top, bottom, figure):
        """The median of the rounds' ratios: what slows both of a round down does not count."""
        return statistics.median(
            figure_of(figure, one) / figure_of(figure, other)
            for one, other in zip(self.rounds[top], self.rounds[bottom]))


def figure_of(figure, said):
    return figure(said) if callable(figure) else said[figure]


def rate(said):
    return said["jobs"] / said["seconds"]
