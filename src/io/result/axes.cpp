// SPDX-License-Identifier: MIT
// Scales of the axes in files with densities.
#include "io/result/layout.hpp"

namespace fokker::io {

void write_axis_scales(hid_t root, Scales& scales, const Grid& grid, bool framed) {
  const std::string where = framed ? " in the moving frame, (position - centre)/scale" : "";
  const std::string units = framed ? "1" : "length";
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes()) {
    const Array centres = axis.centres();
    names.push_back(axis.name);
    write_scale(root, scales, axis.name, std::vector<double>(centres.begin(), centres.end()),
                {axis.name + ", cell centres" + where, units});
    write_scale(root, scales, axis.name + "_edges", std::vector<double>(axis.edges.begin(), axis.edges.end()),
                {axis.name + ", cell edges" + where, units});
    write_attribute(scales.at(axis.name), "lower_boundary", std::string(name_of(axis.lower)));
    write_attribute(scales.at(axis.name), "upper_boundary", std::string(name_of(axis.upper)));
  }
  // two of them, since netCDF readers refuse a variable that has one dimension twice
  for (const char* name : {"component", "component_2"})
    write_scale(root, scales, name, names, {"coordinate of a moment", "1"});
}

}  // namespace fokker::io
